import { lstat, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import {
  assertComplete,
  everyEntry,
  KeepsakeProblem,
  type OperatorClient,
  type Upload,
} from '../../../client/operator/operator.ts';
import type { Command, Context } from '../../command.ts';
import { CommandProblem } from '../../command-problem.ts';
import { exitCodes } from '../../exit-codes.ts';
import { operandOf, textOf } from '../../option-values.ts';
import { nestedLines } from '../nested-lines.ts';
import { apiOptions, openApi } from '../operator-api.ts';
import { writePrivately } from '../private-file.ts';
import { saveFile } from '../saved-file.ts';

const readAll = async <Entry>(entries: AsyncIterable<Entry>): Promise<Entry[]> => {
  const all: Entry[] = [];
  for await (const entry of entries) all.push(entry);
  return all;
};

/** Everything on record of an owner, by kind. Throws `KeepsakeProblem` if it is not complete. */
const recordsOf = async (api: OperatorClient, ownerId: string) => {
  const query = { ownerId, limit: 100 };
  const uploads = await readAll(everyEntry('uploads', api.uploads.list, query));
  const orders = [];
  for await (const { orderId } of everyEntry('orders', api.orders.list, query))
    orders.push(await api.orders.get(orderId));
  const jobs = await readAll(everyEntry('jobs', api.jobs.list, query));
  const links = await readAll(everyEntry('links', api.links.list, query));
  const { sessions, unreadable } = await api.owners.sessions(ownerId);
  assertComplete(unreadable);
  return { uploads, orders, jobs, links, sessions };
};

/** When the owner's unfinished erasure was requested. Exports wait for erasures. */
const erasureOf = async (api: OperatorClient, ownerId: string): Promise<string | undefined> => {
  try {
    const { requestedAt, finishedAt } = await api.owners.erasure(ownerId);
    return finishedAt === undefined ? requestedAt : undefined;
  } catch (error) {
    if (error instanceof KeepsakeProblem && error.status === 404) return undefined;
    throw error;
  }
};

const assertNotErased = async (api: OperatorClient, ownerId: string): Promise<void> => {
  const requestedAt = await erasureOf(api, ownerId);
  if (requestedAt !== undefined)
    throw new CommandProblem(
      `The erasure of ${ownerId} was requested at ${requestedAt}. Nothing more is exported; ` +
        'remove what an export has saved.',
      exitCodes.refused,
    );
};

const isServed = ({ status }: Upload): boolean => status === 'uploaded' || status === 'permanent';

/** The name of an upload's copy. Its own name is in its record, because a customer chose it. */
const copyName = ({ uploadId }: Upload): string => {
  if (/^[\w-]+$/.test(uploadId)) return uploadId;
  throw new CommandProblem(`The id ${JSON.stringify(uploadId)} cannot be the name of a file.`);
};

const saveAll = async (
  api: OperatorClient,
  { output }: Context,
  { ownerId, uploads, folder }: { ownerId: string; uploads: readonly Upload[]; folder: string },
): Promise<{ files: number; failed: number }> => {
  const total = { files: 0, failed: 0 };
  for (const upload of uploads.filter(isServed)) {
    await assertNotErased(api, ownerId);
    const { uploadId, sizeBytes, sha256 } = upload;
    const url = async () => (await api.uploads.downloadUrl(uploadId)).url;
    const why = await saveFile(path.join(folder, copyName(upload)), { url, sizeBytes, sha256 });
    total[why === undefined ? 'files' : 'failed'] += 1;
    if (why !== undefined) output.say(`${uploadId}: ${why}`);
  }
  return total;
};

/** The folder holds a person's data, so it is its user's alone. */
const makeFolder = async (folder: string): Promise<string> => {
  const files = path.join(folder, 'files');
  await mkdir(files, { recursive: true, mode: 0o700 }).catch((cause: NodeJS.ErrnoException) => {
    throw new CommandProblem(`${folder} cannot be made (${cause.code}).`, undefined, cause);
  });
  if ((await lstat(files)).isSymbolicLink())
    throw new CommandProblem(`${files} is a link. Remove it, or choose another --to.`);
  return files;
};

const write = (folder: string, name: string, records: readonly object[]): Promise<void> =>
  writePrivately(
    path.join(folder, `${name}.jsonl`),
    Readable.from(records.map((record) => `${JSON.stringify(record)}\n`)),
  );

const run = async (context: Context): Promise<number> => {
  const { values, settings, output, positionals } = context;
  const ownerId = operandOf(positionals, 'owner');
  const to = textOf(values, 'to');
  if (to === undefined) throw new CommandProblem('Name a folder: --to <folder>.');
  const api = await openApi(settings, values);
  await assertNotErased(api, ownerId);
  const records = await recordsOf(api, ownerId);
  const files = await makeFolder(path.resolve(to));
  for (const [name, all] of Object.entries(records)) await write(path.resolve(to), name, all);
  const saved = await saveAll(api, context, {
    ownerId,
    uploads: records.uploads,
    folder: files,
  });
  await assertNotErased(api, ownerId);
  const counts = Object.entries(records).map(([name, all]) => [name, all.length]);
  const report = { ownerId, ...Object.fromEntries(counts), ...saved };
  await output.result(nestedLines(report), report);
  return saved.failed > 0 ? exitCodes.withErrors : exitCodes.done;
};

/** `keepsake export`. */
export const command: Command = {
  summary: 'save all records and files of an owner in a folder; changes nothing',
  operands: '<owner>',
  examples: ['keepsake export usr_42 --to ./usr_42 --stage prod'],
  options: {
    ...apiOptions,
    to: { type: 'string', value: 'folder', help: 'where; run it again to save what failed' },
  },
  run,
};
