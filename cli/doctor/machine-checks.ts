import { access, constants, mkdir, statfs } from 'node:fs/promises';
import path from 'node:path';
import { bytesText } from '../figures.ts';
import { defaultJournal, journalFile, type Settings } from '../settings.ts';
import type { Workspace } from '../workspace.ts';
import { type Check, fail, pass } from './check.ts';

const oldestNode = 24;

/** The journal takes about 1 kB a file: room for a million. */
const enoughBytes = 1e9;

const versions: Check = {
  name: 'versions',
  run: async () =>
    Number(process.versions.node.split('.')[0]) >= oldestNode
      ? pass(`Node ${process.versions.node}, SQLite ${process.versions.sqlite}`)
      : fail(`Node ${process.versions.node} is too old`, `Install Node ${oldestNode} or newer.`),
};

/** Checks of this machine. */
export const machineChecks = (settings: Settings, open: () => Promise<Workspace>): Check[] => {
  const file = journalFile(settings);
  return [versions, config(settings), ...(file === undefined ? [] : [disk(file)]), database(open)];
};

const config = ({ stage, local, journal }: Settings): Check => ({
  name: 'config',
  run: async () => {
    const named =
      stage === undefined ? 'no stage: files are stored, not registered' : `stage ${stage}`;
    const where = local ? 'the local stage' : named;
    return pass(
      `${where}; batches in ${journal ?? (local || stage ? 'its table' : defaultJournal)}`,
    );
  },
});

const disk = (file: string): Check => ({
  name: 'disk',
  run: async () => {
    const folder = path.dirname(path.resolve(file));
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    return free >= enoughBytes
      ? pass(`${bytesText(free)} free in ${folder}`)
      : fail(
          `${bytesText(free)} free in ${folder}`,
          'Make room, or name a --journal on another disk.',
        );
  },
});

const database = (open: () => Promise<Workspace>): Check => ({
  name: 'database',
  run: async () => {
    const workspace = await open();
    try {
      for await (const { batchId } of workspace.batches.list())
        return pass(`opens; the newest batch is ${batchId}`);
      return pass('opens; there are no batches yet');
    } finally {
      workspace.close();
    }
  },
});
