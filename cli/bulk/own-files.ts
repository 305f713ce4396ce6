import { realpathSync } from 'node:fs';
import path from 'node:path';
import { textOf } from '../option-values.ts';
import type { Values } from '../options.ts';
import { journalFile, type Settings } from '../settings.ts';

/** What SQLite keeps beside a journal. */
const suffixes = ['', '-wal', '-shm', '-journal'];

/** The files that a command itself writes, by their real paths. */
export const ownFiles = (values: Values, settings: Settings): string[] => {
  const [journal, log] = [journalFile(settings), textOf(values, 'log-file')];
  const beside = journal === undefined ? [] : suffixes.map((suffix) => journal + suffix);
  return [...beside, ...(log === undefined ? [] : [log])].map(realPath);
};

/** The file itself need not be there yet. */
const realPath = (file: string): string => {
  try {
    return path.join(realpathSync(path.dirname(file)), path.basename(file));
  } catch {
    return path.resolve(file);
  }
};
