import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { listen, urlOf } from '../../listening.ts';
import type { Workplace } from '../run-keepsake.ts';
import { atEmulator, keysIn, newBucket, photos, put, versionsIn } from './real-storage.ts';

const places: Workplace[] = [];
let bucket: string;
let here: Workplace;

beforeEach(async () => {
  bucket = await newBucket();
  here = atEmulator();
  places.push(here);
});

afterAll(() => {
  for (const place of places) place.remove();
});

const idIn = (stdout: string): string => /bat_[\w-]+/.exec(stdout)?.[0] ?? 'none';

describe('keepsake migrate ./photos --to s3://bucket/old', () => {
  it('sends every file, says so on stdout, and everything else on stderr', async () => {
    here.files(photos(20));
    const { code, stdout, stderr } = await here.run(`migrate ./photos --to s3://${bucket}/old`);
    expect(stderr).toMatch(/^Batch bat_\S+: \.\/photos to s3:/);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^bat_\S+ {2}completed\n[\s\S]*transferred +20 files/),
    ]);
    expect(await keysIn(bucket)).toEqual(
      Object.keys(photos(20)).map((file) => file.replace('photos/', 'old/')),
    );
  });

  it('proves it afterwards: keepsake verify <batch>', async () => {
    here.files(photos(5));
    const id = idIn((await here.run(`migrate ./photos --to s3://${bucket}/old`)).stdout);
    expect(await here.run(`verify ${id}`)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^5 files \(500 B\) read back, 5 objects .* 0 missing/),
    });
    await put(bucket, 'old/stray.jpg', 'nobody knows me');
    await put(bucket, 'old/0001.jpg', 'written over');
    const { code, lines } = await here.run(`verify ${id} --json`);
    expect(code).toBe(3);
    expect(lines).toMatchObject([
      { kind: 'changed', key: 'old/0001.jpg' },
      { kind: 'unreferenced', key: 'old/stray.jpg' },
      { batchId: id, checked: 5, missing: 0, changed: 1, unreferenced: 1 },
    ]);
  });
});

describe('keepsake migrate ./photos --to s3://bucket/old --include *.jpg --exclude 000[0-4].jpg --json', () => {
  it('takes what is selected and answers one JSON document', async () => {
    here.files({ ...photos(8), 'photos/notes.txt': 'no' });
    const { code, lines } = await here.run(
      `migrate ./photos --to s3://${bucket}/old --include *.jpg --exclude 000[0-4].jpg --json`,
    );
    expect(code).toBe(0);
    expect(lines).toMatchObject([
      {
        status: 'completed',
        percent: 100,
        total: { files: 3, bytes: 300 },
        counts: { transferred: { files: 3 } },
      },
    ]);
    expect(await keysIn(bucket)).toEqual(['old/0005.jpg', 'old/0006.jpg', 'old/0007.jpg']);
  });
});

describe('keepsake migrate ./photos --to s3://bucket/old --dry-run', () => {
  it('lists and sends nothing; a file that changes before the resume is reported', async () => {
    here.files(photos(4));
    const dry = await here.run(`migrate ./photos --to s3://${bucket}/old --dry-run`);
    expect([dry.code, dry.stdout.match(/^transfer /gm)?.length]).toEqual([0, 4]);
    expect(dry.stdout).toMatch(/4 files, 400 B to send in 4 requests/);
    expect(await keysIn(bucket)).toEqual([]);
    here.files({ 'photos/0002.jpg': 'somebody edited this' });
    const [id = ''] = await here.batches();
    expect((await here.run(`resume ${id}`)).code).toBe(3);
    const { lines } = await here.run(`files ${id} --status changed --json`);
    expect(lines).toMatchObject([
      {
        path: '0002.jpg',
        status: 'changed',
        reason: expect.stringMatching(/20 bytes now, expected 100/),
      },
    ]);
    expect(await keysIn(bucket)).toEqual(['old/0000.jpg', 'old/0001.jpg', 'old/0003.jpg']);
  });
});

describe('keepsake migrate ./photos --to s3://bucket/old, one file poisoned', () => {
  it('does the others, says so by exit code 3, and names the file and its reason', async () => {
    here.files({ ...photos(30), 'photos/bad\nname.jpg': 'x' });
    const { code, stdout } = await here.run(`migrate ./photos --to s3://${bucket}/old`);
    expect([code, stdout]).toEqual([
      3,
      expect.stringMatching(
        /completed with errors[\s\S]*transferred +30 files[\s\S]*failed +1 file/,
      ),
    ]);
    const { lines } = await here.run(`files ${idIn(stdout)} --status failed --json`);
    expect(lines).toMatchObject([{ status: 'failed', failure: { code: 'UnsafeName' } }]);
    expect(await keysIn(bucket)).toHaveLength(30);
  });
});

describe('keepsake migrate ./photos --to s3://bucket/old --max-errors 1', () => {
  it('fails the batch with the second file that fails', async () => {
    here.files({ ...photos(3), 'photos/bad\na.jpg': 'x', 'photos/bad\nb.jpg': 'x' });
    const { code, stdout } = await here.run(
      `migrate ./photos --to s3://${bucket}/old --max-errors 1`,
    );
    expect([code, stdout]).toEqual([3, expect.stringMatching(/failed: more than 1 errors/)]);
  });
});

describe('keepsake migrate ./photos --to s3://bucket/old --on-conflict fail', () => {
  it('leaves what others wrote, and the same bytes, as they are', async () => {
    here.files({ 'photos/a.jpg': 'ours', 'photos/b.jpg': 'same' });
    await put(bucket, 'old/a.jpg', 'theirs');
    await put(bucket, 'old/b.jpg', 'same');
    const { code, lines } = await here.run(
      `migrate ./photos --to s3://${bucket}/old --on-conflict fail --json`,
    );
    expect(code).toBe(3);
    expect(lines).toMatchObject([
      { counts: { failed: { files: 1 }, skipped: { files: 1 }, transferred: { files: 0 } } },
    ]);
    expect(await versionsIn(bucket)).toBe(2);
  });
});

describe('keepsake migrate s3://source/media --to s3://bucket/old', () => {
  it('brings objects of another bucket', async () => {
    const source = await newBucket();
    for (const name of ['a.jpg', 'deep/b ü.jpg']) await put(source, `media/${name}`, name);
    expect((await here.run(`migrate s3://${source}/media --to s3://${bucket}/old`)).code).toBe(0);
    expect(await keysIn(bucket)).toEqual(['old/a.jpg', 'old/deep/b ü.jpg']);
  });
});

describe('keepsake migrate http://127.0.0.1/media/ --manifest files.csv --to s3://bucket/old', () => {
  const server = createServer((request, response) => {
    if (request.url !== '/media/a.jpg') response.writeHead(404).end();
    else
      response
        .writeHead(200, { 'content-type': 'image/jpeg', 'content-length': '5' })
        .end(request.method === 'HEAD' ? undefined : 'bytes');
  });
  let url: string;

  beforeEach(async () => {
    if (!server.listening) await listen(server);
    url = `${urlOf(server)}/media/`;
    here.files({ 'files.csv': 'path,size\na.jpg,5\ngone.jpg,5\n' });
  });

  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('brings what the manifest names; what is gone has failed', async () => {
    const { code, lines } = await here.run(
      `migrate ${url} --manifest files.csv --allow-private --to s3://${bucket}/old --json`,
    );
    expect(code).toBe(3);
    expect(lines).toMatchObject([{ counts: { transferred: { files: 1 }, failed: { files: 1 } } }]);
    expect(await keysIn(bucket)).toEqual(['old/a.jpg']);
  });

  it('reads, compares and prices what the manifest has a SHA-256 of: --dry-run', async () => {
    const sha256 = createHash('sha256').update('bytes').digest('hex');
    here.files({ 'files.csv': `path,sha256\na.jpg,${sha256}\n` });
    const { code, stdout } = await here.run(
      `migrate ${url} --manifest files.csv --allow-private --to s3://${bucket}/old --dry-run`,
    );
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^transfer .* a\.jpg\n\n1 file, 5 B to send in 1 request/),
    ]);
  });

  it('asks no private network unless it is told to', async () => {
    const { code, stderr } = await here.run(
      `migrate ${url} --manifest files.csv --to s3://${bucket}/old`,
    );
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/127\.0\.0\.1:\d+ is/);
    expect(await keysIn(bucket)).toEqual([]);
  });
});

describe('keepsake report <batch> --format json', () => {
  it('has a list for each outcome', async () => {
    here.files(photos(3));
    const id = idIn((await here.run(`migrate ./photos --to s3://${bucket}/old`)).stdout);
    const report = JSON.parse((await here.run(`report ${id} --format json`)).stdout);
    expect(report.transferred).toHaveLength(3);
    expect([report.failed, report.skipped, report.changed, report.rolled_back]).toEqual([
      [],
      [],
      [],
      [],
    ]);
  });
});

describe('keepsake rollback <batch>', () => {
  it('says what it would do, asks for --apply and for --more-than-half, removes, and is a no-op afterwards', async () => {
    here.files(photos(3));
    const id = idIn((await here.run(`migrate ./photos --to s3://${bucket}/old`)).stdout);
    expect(await here.run(`rollback ${id}`)).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/Do it with --apply/),
    });
    expect(await here.run(`rollback ${id} --apply`)).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/made 3 of the 3 objects/),
    });
    expect(await versionsIn(bucket)).toBe(3);
    expect(await here.run(`rollback ${id} --apply --more-than-half`)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/3 files removed, 0 kept; the batch is rolled back/),
    });
    expect(await versionsIn(bucket)).toBe(0);
    expect(await here.run(`rollback ${id} --apply`)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^0 files removed/),
    });
  });
});
