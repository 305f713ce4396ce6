import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { LocalProblem } from '../local/local-problem.ts';
import { projectFolder } from '../local/project-folder.ts';
import { billOfMaterials } from './bill-of-materials.ts';
import { buildPackages, runHere } from './build-packages.ts';
import { signStatement } from './envelope.ts';
import { recordShape } from './record-shape.ts';
import { contents, provenance, subjectsOf } from './statements.ts';
import { statementsFile, verifyRelease } from './verify-release.ts';

const usage = `npm run release -- --key <file>
  Records the stateful resources of this version, builds all packages and the bill of materials
  into dist/release, and signs statements about them. Uploads nothing.
  --key <file>     private key, PEM (openssl genpkey -algorithm ed25519 -out release.pem)
  --verify <file>  public key, PEM: compares dist/release with its signed statements instead
`;

const say = (message: string): void => {
  process.stdout.write(`${message}\n`);
};

const { version } = JSON.parse(readFileSync(path.join(projectFolder, 'package.json'), 'utf8')) as {
  version: string;
};
const folder = path.join(projectFolder, 'dist', 'release');

/** The commit that everything is built from. Throws `LocalProblem` if files differ from it. */
const cleanCommit = async (): Promise<string> => {
  const changed = await runHere('git', 'status', '--porcelain');
  if (changed.length > 0)
    throw new LocalProblem(`Commit these first, then run it again:\n${changed.join('\n')}`);
  const [commit = ''] = await runHere('git', 'rev-parse', 'HEAD');
  return commit;
};

const release = async (privateKey: string): Promise<void> => {
  const startedOn = new Date().toISOString();
  const { file, isNew } = recordShape(version);
  if (isNew) throw new LocalProblem(`Written ${file}. Commit it, then run it again.`);
  const commit = await cleanCommit();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const tarballs = await buildPackages(folder);
  const bill = await billOfMaterials();
  const billFile = path.join(folder, `keepsake-${version}.cdx.json`);
  writeFileSync(billFile, `${JSON.stringify(bill, null, 2)}\n`);
  const build = {
    version,
    commit,
    lockFile: path.join(projectFolder, 'package-lock.json'),
    node: process.versions.node,
    startedOn,
    finishedOn: new Date().toISOString(),
  };
  const statements = [
    provenance(subjectsOf([...tarballs, billFile]), build),
    contents(subjectsOf(tarballs), bill),
  ].map((statement) => JSON.stringify(signStatement(statement, privateKey)));
  writeFileSync(path.join(folder, statementsFile(version)), `${statements.join('\n')}\n`);
  say(`Version ${version} of commit ${commit} lies in dist/release, signed. Nothing is uploaded.`);
};

const run = async (): Promise<void> => {
  const { key, verify } = parseArgs({
    options: { key: { type: 'string' }, verify: { type: 'string' } },
  }).values;
  if (verify !== undefined)
    return say(
      `As signed: ${verifyRelease(folder, version, readFileSync(verify, 'utf8')).join(', ')}.`,
    );
  if (key === undefined) throw new LocalProblem(usage);
  await release(readFileSync(key, 'utf8'));
};

await run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
