import { afterEach, describe, expect, it } from '@jest/globals';
import type { TransferEngine } from '../../../../adapters/bulk/transfer/engine/transfer-engine.ts';
import type { TransferOptions } from '../../../../adapters/bulk/transfer/engine/transfer-options.ts';
import { placeAt } from '../../../../adapters/bulk/transfer/s3/s3-place.ts';
import type { TransferJob, TransferOutcome } from '../../../../core/bulk/model/transfer.ts';
import { FakeS3 } from './fake-s3.ts';
import { sha256 as sha256Of } from './fake-sums.ts';
import { Setting } from './setting.ts';

const body = Buffer.from('bytes of the source');
const sha256 = sha256Of(body);

let setting: Setting;
let engine: TransferEngine;

afterEach(() => setting.close());

/** An engine that leaves copies to the storage, and `src/a.jpg` to copy. */
const open = async (s3 = new FakeS3(), options: Partial<TransferOptions> = {}): Promise<FakeS3> => {
  setting = await Setting.open(s3);
  const place = placeAt({ endpoint: setting.endpoint, region: 'us-east-1' });
  const source = { place, credentials: async () => s3.credentials };
  const world = { sleep: async () => undefined };
  engine = setting.engine({ serverSide: true, source, ...options }, world);
  s3.bucket.put('src/a.jpg', body, {
    'content-type': 'image/avif',
    'x-amz-meta-camera': 'Leica',
    'x-amz-tagging': 'class=photo',
  });
  return s3;
};

const job = (more: Partial<TransferJob> = {}): TransferJob =>
  setting.job('a.jpg', {
    location: { kind: 's3', bucket: 'bucket', key: 'src/a.jpg' },
    keeps: 'all',
    ...more,
  });

const send = (more: Partial<TransferJob> = {}): Promise<TransferOutcome> =>
  setting.send(job(more), engine);

const isCopy = ({ method, headers }: { method: string; headers: Record<string, string> }) =>
  method === 'PUT' && headers['x-amz-copy-source'] !== undefined;

const arrived = { outcome: 'transferred', created: true, sizeBytes: body.length, sha256 };
const stored = () => setting.s3.bucket.current('moved/a.jpg');
const passed = () => setting.s3.seen.filter((one) => one.method === 'GET' || one.body.length > 0);

describe('a file that its storage copies', () => {
  it('passes through this machine with no byte, and is told with its SHA-256', async () => {
    await open();
    const versionId = expect.stringMatching(/^v/);
    expect(await send()).toMatchObject({ ...arrived, attempts: 1, versionId });
    expect([stored()?.body.toString(), passed()]).toEqual([body.toString(), []]);
  });

  it('has the headers, metadata and tags of its source, and the marks of its batch', async () => {
    await open();
    await send({ properties: { 'cache-control': 'no-cache' } });
    expect(stored()?.headers).toMatchObject({
      'content-type': 'image/avif',
      'cache-control': 'no-cache',
      'x-amz-meta-camera': 'Leica',
      'x-amz-meta-keepsake-record': 'a.jpg',
      'x-amz-tagging': 'class=photo',
    });
  });

  it.each([
    [{ keeps: 'no-tags' as const }, undefined],
    [{ keeps: 'none' as const }, undefined],
    [{ properties: { 'x-amz-tagging': 'ours=1' } }, 'ours=1'],
  ])('has other tags, or none, with %j', async (more, tags) => {
    await open();
    await send(more);
    expect([stored()?.headers['x-amz-tagging'], passed()]).toEqual([tags, []]);
  });

  it('is asked for twice once, to prove that a copy overwrites nothing', async () => {
    const s3 = await open();
    for (const key of ['one', 'two', 'three']) await send({ key });
    expect(s3.seen.filter(isCopy).map(({ key }) => key)).toEqual(['one', 'one', 'two', 'three']);
    expect(engine.progress.refusesCopies).toBe(false);
  });

  it.each([
    ['InternalError', ['one', 'one', 'two', 'two']],
    ['PreconditionFailed', ['one', 'one', 'two']],
  ])('stays where the second copy ends with %s inside a 200', async (code, copied) => {
    const s3 = await open();
    s3.faults = (request, count) =>
      isCopy(request) && request.key === 'one' && count === 1
        ? { kind: 'refuse', status: 200, code }
        : undefined;
    for (const key of ['one', 'two']) expect(await send({ key })).toMatchObject(arrived);
    expect(s3.seen.filter(isCopy).map(({ key }) => key)).toEqual(copied);
    expect([passed(), s3.count('DELETE'), engine.progress.refusesCopies]).toEqual([[], 0, false]);
  });

  it('is read for its SHA-256 where the storage computes none', async () => {
    await open(new FakeS3({ checksums: false }));
    expect(await send()).toMatchObject(arrived);
    expect(passed().map(({ method, key }) => [method, key])).toEqual([['GET', 'moved/a.jpg']]);
  });

  it('goes on when the storage is asked too often', async () => {
    const s3 = await open();
    s3.faults = (request, count) =>
      isCopy(request) && count === 0
        ? { kind: 'refuse', status: 503, code: 'SlowDown' }
        : undefined;
    expect(await send()).toMatchObject({ ...arrived, attempts: 2 });
    expect(passed()).toEqual([]);
  });
});

describe('a file that goes the usual way after all', () => {
  it.each([
    ['the answer is lost', { kind: 'lost' as const }],
    ['the storage fails', { kind: 'refuse' as const, status: 500, code: 'InternalError' }],
    ['an error is in a 200', { kind: 'refuse' as const, status: 200, code: 'InternalError' }],
    ['copies are not known', { kind: 'refuse' as const, status: 501, code: 'NotImplemented' }],
    ['copies are not allowed', { kind: 'refuse' as const, status: 403, code: 'AccessDenied' }],
  ])('arrives once, when %s', async (_when, fault) => {
    const s3 = await open();
    s3.faults = (request) => (isCopy(request) ? fault : undefined);
    expect(await send()).toMatchObject(arrived);
    expect(s3.bucket.objects.get('moved/a.jpg')).toHaveLength(1);
    expect(stored()?.headers).toMatchObject({ 'x-amz-tagging': 'class=photo' });
  });

  it('is not asked for again when no answer comes', async () => {
    const s3 = await open(undefined, { timeoutMs: 1_000 });
    s3.faults = (request) => (isCopy(request) ? { kind: 'silent' } : undefined);
    expect(await send()).toMatchObject({ ...arrived, attempts: 1 });
    expect(s3.seen.filter(isCopy)).toHaveLength(1);
  });

  it.each([
    [501, 'NotImplemented', true],
    [403, 'AccessDenied', true],
    [500, 'InternalError', false],
    [412, 'PreconditionFailed', false],
  ])('after a first %i, the next files are copied or not', async (status, code, refuses) => {
    const s3 = await open();
    s3.faults = (request) => (isCopy(request) ? { kind: 'refuse', status, code } : undefined);
    await send();
    expect(engine.progress.refusesCopies).toBe(refuses);
    s3.faults = () => undefined;
    const before = s3.seen.length;
    expect(await send({ key: 'next' })).toMatchObject(arrived);
    expect(s3.seen.slice(before).some(isCopy)).toBe(!refuses);
  });

  it('leaves no empty object where the storage does not know copies at all', async () => {
    const s3 = await open(new FakeS3({ copies: false }));
    expect(await send()).toMatchObject(arrived);
    expect(s3.bucket.objects.get('moved/a.jpg')?.map((one) => one.body.toString())).toEqual([
      body.toString(),
    ]);
    expect(engine.progress.refusesCopies).toBe(true);
  });

  it('overwrites nothing where a copy would', async () => {
    const s3 = await open(new FakeS3({ conditions: false }), { conditions: 'unknown' });
    s3.bucket.put('moved/a.jpg', Buffer.from('theirs'));
    expect(await send()).toMatchObject({ outcome: 'failed', code: 'DestinationExists' });
    expect(await send({ key: 'free' })).toMatchObject(arrived);
    expect(s3.bucket.objects.get('free')).toHaveLength(1);
    expect([stored()?.body.toString(), engine.progress.refusesCopies]).toEqual(['theirs', true]);
  });

  it('is compared with what is under its key', async () => {
    const s3 = await open();
    await send({ key: 'first' });
    s3.bucket.put('moved/a.jpg', Buffer.from('theirs'));
    s3.bucket.put('same', body);
    expect(await send()).toMatchObject({ outcome: 'failed', code: 'DestinationExists' });
    expect(await send({ onConflict: 'skip' })).toMatchObject({ outcome: 'changed' });
    expect(await send({ key: 'same' })).toMatchObject({ outcome: 'skipped', sha256 });
    expect(await send({ onConflict: 'overwrite' })).toMatchObject(arrived);
  });

  it.each([
    ['the listing saw another one', { etag: '"other"' }],
    ['its size is another one', { sizeBytes: 3 }],
    ['a dry run read other bytes', { sha256: 'x'.repeat(44) }],
  ])('is changed and leaves no object, when %s', async (_when, expected) => {
    await open();
    expect(await send({ expected })).toMatchObject({ outcome: 'changed' });
    expect(stored()).toBeUndefined();
  });

  it('is missing when it is gone', async () => {
    await open();
    const location = { kind: 's3' as const, bucket: 'bucket', key: 'src/gone.jpg' };
    expect(await send({ location })).toMatchObject({ outcome: 'failed', code: 'SourceMissing' });
    expect(engine.progress.refusesCopies).toBe(false);
  });
});
