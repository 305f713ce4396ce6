import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DirectorySource } from '../../../../adapters/bulk/sources/directory.ts';
import { HttpSource } from '../../../../adapters/bulk/sources/http.ts';
import { SqlSource } from '../../../../adapters/bulk/sources/sql.ts';
import type { FileSource } from '../../../../core/bulk/ports.ts';
import { inItems } from '../../../../core/shared/in-groups.ts';
import { type Postgres, startPostgres } from '../../../postgres/start-postgres.ts';
import { countLive } from './live-heap.ts';
import { type TemporaryFolder, temporaryFolder } from './temporary-folder.ts';

const mebibyte = 1024 ** 2;

let disk: TemporaryFolder;
let postgres: Postgres;

beforeAll(async () => {
  disk = temporaryFolder();
  postgres = await startPostgres();
});

afterAll(async () => {
  await postgres.stop();
  disk.remove();
});

/** Lists all, then the second half again. */
const listed = async (
  source: FileSource,
  middle: string,
): Promise<{ all: number; rest: number; peakBytes: number }> => {
  const all = await countLive(inItems(source.list()));
  const rest = await countLive(inItems(source.list(middle)));
  await source.close();
  return { all: all.count, rest: rest.count, peakBytes: Math.max(all.peakBytes, rest.peakBytes) };
};

describe('listing is flat in memory', () => {
  it('20,000 files of one folder hold less than a mebibyte', async () => {
    const folder = disk.write(
      Object.fromEntries(
        Array.from({ length: 20_000 }, (_, index) => [
          `file-${String(index).padStart(5, '0')}.jpg`,
          '',
        ]),
      ),
    );
    const { all, rest, peakBytes } = await listed(
      new DirectorySource(folder, { windowSize: 1000 }),
      'file-09999.jpg',
    );
    expect([all, rest]).toEqual([20_000, 10_000]);
    expect(peakBytes).toBeLessThan(mebibyte);
  });

  it('120,000 lines of a manifest hold less than two mebibytes', async () => {
    const manifest = join(disk.folder, 'files.csv');
    writeFileSync(
      manifest,
      `path,size\n${Array.from({ length: 120_000 }, (_, index) => `2019/file-${String(index).padStart(6, '0')}.jpg,1`).join('\n')}`,
    );
    const source = new HttpSource({
      baseUrl: 'https://media.example.com/',
      manifest,
      policy: { allowedHosts: ['media.example.com'] },
    });
    const { all, rest, peakBytes } = await listed(source, '2019/file-059999.jpg');
    expect([all, rest]).toEqual([120_000, 60_000]);
    expect(peakBytes).toBeLessThan(2 * mebibyte);
  });

  it('50,000 rows hold less than four mebibytes, and resume in the middle', async () => {
    const root = disk.write({ 'a.jpg': 'bytes' });
    await postgres.query('CREATE TABLE photos (id bigint PRIMARY KEY, photo_path text)');
    await postgres.query(
      `INSERT INTO photos SELECT n, 'a.jpg' FROM generate_series(1, 50000) AS n`,
    );
    const source = new SqlSource({
      url: postgres.url,
      table: 'photos',
      id: 'id',
      column: 'photo_path',
      root,
    });
    const { all, rest, peakBytes } = await listed(source, '25000/a.jpg');
    expect([all, rest]).toEqual([50_000, 25_000]);
    expect(peakBytes).toBeLessThan(4 * mebibyte);
  });
});
