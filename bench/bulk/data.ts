import { createHash, randomFillSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { places, progress } from './places.ts';

/** So many files of one size, in one folder. */
export type Workload = { name: string; files: number; fileBytes: number; folder: string };

const workload = (name: string, files: number, fileBytes: number): Workload => ({
  name,
  files,
  fileBytes,
  folder: join(places.data, `${name}-${files}`),
});

/** What is moved; a tenth of it to try the bench out. */
export const workloads = (quick: boolean): Workload[] =>
  quick
    ? [workload('small', 1_000, 16_384), workload('large', 2, 2 ** 28)]
    : [workload('small', 10_000, 16_384), workload('large', 20, 2 ** 28)];

/** Random bytes, every file different, written once. */
export function writeData({ name, files, fileBytes, folder }: Workload): void {
  if (existsSync(join(places.data, `${name}-${files}.sums`))) return;
  progress(`writing ${files} ${name} files`);
  mkdirSync(folder, { recursive: true });
  const bytes = Buffer.allocUnsafe(fileBytes);
  randomFillSync(bytes);
  const sums: string[] = [];
  for (let index = 0; index < files; index += 1) {
    const file = `${String(index).padStart(6, '0')}.bin`;
    bytes.writeUInt32LE(index, 0);
    writeFileSync(join(folder, file), bytes);
    sums.push(`${createHash('sha256').update(bytes).digest('hex')}  ${file}`);
  }
  writeFileSync(join(places.data, `${name}-${files}.sums`), sums.join('\n'));
}

/** SHA-256 by file name. */
export const sumsOf = ({ name, files }: Workload): Map<string, string> =>
  new Map(
    readFileSync(join(places.data, `${name}-${files}.sums`), 'utf8')
      .split('\n')
      .map((line) => [line.slice(66), line.slice(0, 64)]),
  );
