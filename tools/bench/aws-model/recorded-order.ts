import { readFileSync } from 'node:fs';

/** Calls of the saga for one file, as `npm run bench:saga` counted them for 25 files an order. */
export type RecordedFile = { copies: number; heads: number; writeUnits: number; readUnits: number };

const file = new URL('../results.md', import.meta.url);

/** Reads the row from tools/bench/results.md. Throws when the row is not there. */
export const readRecordedFile = (): RecordedFile => {
  const row = /^\| Keepsake, 25 files +\|(.*)\|$/m.exec(readFileSync(file, 'utf8'))?.[1];
  if (row === undefined) throw new Error('tools/bench/results.md has no row for 25 files.');
  const [copies = 0, heads = 0, , , writeUnits = 0, readUnits = 0] = row.split('|').map(Number);
  return { copies, heads, writeUnits, readUnits };
};
