import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LocalProblem } from '../local/local-problem.ts';
import { projectFolder } from '../local/project-folder.ts';
import { runCommand } from '../local/run-command.ts';
import { awsAt, signedFetch } from '../local/signed-fetch.ts';

/** A batch of the previous command line: the folder with its journal, and its id. */
export type OldJournal = { folder: string; endpoint: string; batchId: string };

const bucket = 'upgraded-journal';

/** Migrates a folder into a bucket with the command line of an older checkout. */
export const writeOldJournal = async (project: string, endpoint: string): Promise<OldJournal> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'keepsake-journal-'));
  await mkdir(path.join(folder, 'old'));
  for (const name of ['a', 'b', 'c']) await writeFile(path.join(folder, 'old', name), name);
  await signedFetch(awsAt(endpoint), { service: 's3', method: 'PUT', path: `/${bucket}` });
  const line = `migrate ./old --to s3://${bucket}/old --json`;
  const batchId = /bat_[\w-]+/.exec(await keepsakeIn(project, { folder, endpoint }, line))?.[0];
  if (batchId === undefined) throw new LocalProblem('The older command line told no batch.');
  return { folder, endpoint, batchId };
};

const keepsakeIn = async (
  project: string,
  { folder, endpoint }: Pick<OldJournal, 'folder' | 'endpoint'>,
  line: string,
): Promise<string> => {
  const { credentials, region } = awsAt(endpoint);
  const args = ['--no-warnings', path.join(project, 'cli/main.ts'), ...line.split(' ')];
  const { code, lines } = await runCommand(process.execPath, args, {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  });
  const said = lines.join('\n');
  if (code !== 0) throw new LocalProblem(`keepsake ${line} ended with ${code}: ${said}`);
  return said;
};

/** Opens the older journal with every verb that reads one, and rolls its batch back. */
export const checkOldJournal = async (
  journal: OldJournal,
  say: (message: string) => void,
): Promise<void> => {
  const { batchId } = journal;
  for (const [line, wanted] of [
    ['batches', batchId],
    [`status ${batchId}`, 'completed'],
    [`files ${batchId}`, 'transferred'],
    [`verify ${batchId}`, '3'],
    [`report ${batchId}`, 'old/a'],
    [`rollback ${batchId} --apply --more-than-half`, '3'],
    [`status ${batchId}`, 'rolled back'],
  ] as const) {
    const said = await keepsakeIn(projectFolder, journal, line);
    if (!said.includes(wanted))
      throw new LocalProblem(`keepsake ${line} did not say ${wanted}: ${said}`);
  }
  say('  ok: the journal of the previous command line opens, verifies and rolls back');
};
