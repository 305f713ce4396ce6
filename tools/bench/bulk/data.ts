import { createHash, randomFillSync } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { places, progress } from './places.ts';

/** So many files of one size, in one folder or in folders of it. */
export type Workload = {
  name: 'small' | 'large' | 'one' | 'many' | 'unchanged';
  files: number;
  fileBytes: number;
  folder: string;
};

/** How many names each of the small files has in a workload that is about their number. */
const namesOfEach: Partial<Record<Workload['name'], number>> = { many: 100, unchanged: 10 };

/**
 * The workloads, or a tenth of them to try the bench. `many` measures memory, `unchanged` a second
 * pass, `one` the start.
 */
export const workloads = (quick: boolean): Workload[] => {
  const share = quick ? 0.1 : 1;
  return [
    workload('small', 10_000 * share, 16_384),
    workload('large', 20 * share, 2 ** 28),
    workload('one', 1, 16_384),
    workload('many', 1_000_000 * share, 16_384),
    workload('unchanged', 100_000 * share, 16_384),
  ];
};

const workload = (name: Workload['name'], files: number, fileBytes: number): Workload => ({
  name,
  files,
  fileBytes,
  folder: join(places.data, `${name}-${files}`),
});

/** Makes the files, once. */
export function writeData(wanted: Workload): void {
  const { name, files } = wanted;
  if (existsSync(join(places.data, `${name}-${files}.sums`))) return;
  progress(`writing ${files} ${name} files`);
  const each = namesOfEach[name];
  if (each !== undefined) linkFiles(wanted, workload('small', files / each, wanted.fileBytes));
  else writeFiles(wanted);
}

/** Hard links, which have no bytes: this measures the list, the journal and memory. */
function linkFiles({ name, files, folder }: Workload, originals: Workload): void {
  writeData(originals);
  const names = readdirSync(originals.folder);
  for (let index = 0; index < files / names.length; index += 1) {
    const part = join(folder, String(index).padStart(3, '0'));
    mkdirSync(part, { recursive: true });
    for (const file of names) linkSync(join(originals.folder, file), join(part, file));
  }
  writeFileSync(join(places.data, `${name}-${files}.sums`), '');
}

/** Random bytes, every file different. */
function writeFiles({ name, files, fileBytes, folder }: Workload): void {
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
