import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DynamoUploads } from '../../../adapters/uploads/dynamo-uploads.ts';
import { documents, local } from '../../contracts/shared/emulator.ts';
import { startPostgres } from '../../postgres/start-postgres.ts';
import type { Workplace } from '../run-keepsake.ts';
import { atEmulator, emulatorEnv, keysIn, photos } from './real-storage.ts';

const uploads = new DynamoUploads(documents, local.tables.uploads);
const places: Workplace[] = [];
let here: Workplace;
let owner: string;

beforeEach(() => {
  here = atEmulator();
  places.push(here);
  owner = `owner-${randomBytes(4).toString('hex')}`;
});

afterAll(() => {
  for (const place of places) place.remove();
});

const registered = async (records: readonly Record<string, never>[]): Promise<number> =>
  (await uploads.findMany(records.map(({ recordId }) => `upl_${recordId}`))).length;

describe('keepsake migrate ./photos --local --category photo --owner <id>', () => {
  it('registers files in the stage, and its rollback takes them out again', async () => {
    here.files(photos(6));
    const { code, lines } = await here.run(
      `migrate ./photos --local --category photo --owner ${owner} --json`,
    );
    expect([code, lines]).toMatchObject([
      0,
      [{ status: 'completed', category: 'photo', ownerId: owner }],
    ]);
    const id = String(lines[0]?.batchId);
    const records = (await here.run(`files ${id} --local --json`)).lines;
    const upload = await uploads.find(
      `upl_${records.find(({ path }) => path === '0000.jpg')?.recordId}`,
    );
    expect(upload).toMatchObject({
      ownerId: owner,
      category: 'photo',
      source: 's3',
      legacyPath: '0000.jpg',
      status: 'permanent',
      bucket: local.filesBucket,
    });
    expect(await keysIn(local.filesBucket, upload?.key)).toEqual([upload?.key]);
    expect((await here.run(`verify ${id} --local`)).stdout).toMatch(
      /^6 files .* 0 missing, 0 changed, \d+ unreferenced, 0 unregistered/m,
    );
    expect((await here.run(`rollback ${id} --local --apply --more-than-half`)).code).toBe(0);
    expect(await registered(records)).toBe(0);
    expect(await keysIn(local.filesBucket, upload?.key)).toEqual([]);
  });

  it('with --atomic registers nothing while one file is wrong, and all once it is mended', async () => {
    here.files({ ...photos(4), 'photos/page.html': '<script>' });
    const { code, lines } = await here.run(
      `migrate ./photos --local --category photo --owner ${owner} --atomic --json`,
    );
    expect(code).toBe(3);
    const id = String(lines[0]?.batchId);
    const records = (await here.run(`files ${id} --local --json --status transferred`)).lines;
    expect([records.length, await registered(records)]).toEqual([4, 0]);
    const second = await here.run(
      `migrate ./photos --local --category photo --owner ${owner} --atomic --exclude *.html --json`,
    );
    expect(second).toMatchObject({ code: 0, lines: [{ counts: { skipped: { files: 4 } } }] });
    expect(await registered(records)).toBe(4);
  });
});

describe('keepsake restore --local --owner <id> --into ./back', () => {
  it('writes the permanent files of the registry, as they were migrated', async () => {
    here.files(photos(3));
    const migrate = `migrate ./photos --local --category photo --owner ${owner} --json`;
    const id = String((await here.run(migrate)).lines[0]?.batchId);
    const { code, lines } = await here.run(
      `restore --local --owner ${owner} --into ./back --bwlimit 1M --json`,
    );
    expect([code, lines]).toMatchObject([0, [{ restored: 3, failed: 0, unreadable: 0 }]]);
    const again = await here.run(
      `restore --local --owner ${owner} --category photo --into ./back --json`,
    );
    expect(again).toMatchObject({ code: 0, lines: [{ restored: 0, present: 3 }] });
    for (const { path: name, key } of (await here.run(`files ${id} --local --json`)).lines)
      expect(readFileSync(path.join(here.folder, 'back', `${key}`, `${name}`))).toEqual(
        readFileSync(path.join(here.folder, 'photos', `${name}`)),
      );
  });
});

describe('keepsake export-uploads postgres://… --local', () => {
  it('copies the registry into user_uploads, and takes out what a rollback took out', async () => {
    const postgres = await startPostgres();
    const mine = () =>
      postgres.query(
        'SELECT s3_url, s3_bucket, file_size::int, status FROM user_uploads WHERE user_id = $1',
        [owner],
      );
    try {
      here.files(photos(3));
      const { lines } = await here.run(
        `migrate ./photos --local --category photo --owner ${owner} --json`,
      );
      const exported = `export-uploads ${postgres.url} --local --json`;
      const { code, lines: results } = await here.run(exported);
      expect([code, results]).toMatchObject([0, [{ table: 'user_uploads', done: true }]]);
      const url = `${local.endpoint}/${local.filesBucket}/`;
      const row = {
        s3_url: expect.stringContaining(url),
        s3_bucket: local.filesBucket,
        file_size: 100,
        status: 'permanent',
      };
      expect(await mine()).toEqual([row, row, row]);
      await here.run(`rollback ${lines[0]?.batchId} --local --apply --more-than-half`);
      expect((await here.run(exported)).code).toBe(0);
      expect(await mine()).toEqual([]);
    } finally {
      await postgres.stop();
    }
  });
});

describe('keepsake batches --stage local', () => {
  it('finds the stage by its stack, from anywhere', async () => {
    here.files(photos(1));
    const { lines } = await here.run(
      `migrate ./photos --local --category photo --owner ${owner} --json`,
    );
    expect(await here.batches('--stage local')).toContain(lines[0]?.batchId);
  });

  it('says so when there is no such stage', async () => {
    expect(await here.run('batches --stage nowhere')).toMatchObject({
      code: 5,
      stderr: expect.stringMatching(/There is no stack Keepsake-nowhere-Data/),
    });
  });
});

describe('keepsake doctor --local', () => {
  it('passes every check of a stage that works', async () => {
    const { code, lines } = await here.run('doctor --local --json');
    expect(lines.filter(({ status }) => status !== 'pass')).toEqual([]);
    expect(code).toBe(0);
    const names = lines.map(({ name }) => name);
    for (const name of [
      'versions',
      'config',
      'database',
      'credentials',
      'clock',
      'bucket',
      'permission to write',
      'permission to remove',
      'API',
    ])
      expect(names).toContain(name);
  });

  it('leaves nothing behind', async () => {
    await here.run('doctor --local');
    expect(await keysIn(local.filesBucket, 'keepsake-doctor')).toEqual([]);
  });
});

describe('keepsake doctor --to s3://no-such-bucket/x', () => {
  it('names what fails and the way out, and ends with 3', async () => {
    const { code, stdout } = await here.run('doctor --to s3://no-such-bucket/x');
    expect(code).toBe(3);
    expect(stdout).toMatch(
      /fail +bucket +s3:\/\/no-such-bucket cannot be listed \(NoSuchBucket\)\n +Create it/,
    );
    expect(stdout).toMatch(/skip +permission to write +needs bucket/);
  });

  it('without credentials says where to get them', async () => {
    const { AWS_ENDPOINT_URL, AWS_REGION } = emulatorEnv;
    const { stdout } = await here.run('doctor --to s3://no-such-bucket/x', {
      AWS_ENDPOINT_URL,
      AWS_REGION,
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
    });
    expect(stdout).toMatch(/fail +credentials .*\n?.*aws sso login/);
  });
});
