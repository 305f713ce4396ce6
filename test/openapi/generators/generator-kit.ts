import { createHash } from 'node:crypto';
import { copyFile, cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectFolder, stateFolder, toolPath } from '../../../tools/local/project-folder.ts';
import { run } from './run-program.ts';

const kit = fileURLToPath(new URL('kit', import.meta.url));
const folder = join(stateFolder, 'generators');
const marker = join(folder, 'installed.txt');

/** Runs a program of the kit in its folder, on the project's Node. Answers its standard output. */
const runInKit = (program: string, args: readonly string[]): Promise<string> =>
  run(program, args, { cwd: folder, env: { ...process.env, PATH: toolPath } });

const runTool = (name: string, ...args: string[]): Promise<string> =>
  runInKit(process.execPath, [join(folder, 'node_modules', ...name.split('/')), ...args]);

const lockHash = async (): Promise<string> =>
  createHash('sha256')
    .update(await readFile(join(kit, 'package-lock.json')))
    .digest('hex');

/** Installs the kit's packages from the registry, unless this lock file's are there. */
const install = async (): Promise<void> => {
  const wanted = await lockHash();
  const found = await readFile(marker, 'utf8').catch(() => undefined);
  const isInstalled = found === wanted;
  if (!isInstalled) await rm(folder, { recursive: true, force: true });
  await cp(kit, folder, { recursive: true, filter: (file) => !file.includes('node_modules') });
  if (isInstalled) return;
  await runInKit('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
  await writeFile(marker, wanted);
};

/** Makes both clients of docs/openapi.json, then type-checks and compiles their callers. */
export const makeClients = async (): Promise<void> => {
  await install();
  for (const made of ['orval', 'hey-api', 'made'])
    await rm(join(folder, made), { recursive: true, force: true });
  await copyFile(join(projectFolder, 'docs/openapi.json'), join(folder, 'openapi.json'));
  await runTool('orval/dist/bin/orval.mjs');
  await runTool('@hey-api/openapi-ts/bin/run.js', '-i', 'openapi.json', '-o', 'hey-api');
  await runTool('typescript/bin/tsc');
};

/** Runs a caller of a generated client. Answers what it printed, parsed. */
export const callBy = async (
  caller: string,
  { url, token }: { url: string; token: string },
): Promise<unknown> =>
  JSON.parse(
    await runInKit(process.execPath, [join(folder, 'made', `${caller}-call.js`), url, token]),
  );
