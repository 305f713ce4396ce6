import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TransferEngine } from '../../../../adapters/bulk/transfer/engine/transfer-engine.ts';
import type { TransferOptions } from '../../../../adapters/bulk/transfer/engine/transfer-options.ts';
import { placeAt } from '../../../../adapters/bulk/transfer/s3/s3-place.ts';
import type { TransferJob, TransferOutcome } from '../../../../core/bulk/model/transfer.ts';
import type { Seen } from './fake-bucket.ts';
import { FakeS3, type Fault } from './fake-s3.ts';
import { sha256 as sha256Of } from './fake-sums.ts';
import { Setting } from './setting.ts';

/** Five parts of 64 KiB, the last one smaller. */
const body = randomBytes(300_000);
const sha256 = sha256Of(body);
const arrived = { outcome: 'transferred', created: true, sizeBytes: body.length, sha256 };

let setting: Setting;

beforeEach(async () => {
  await begin(new FakeS3());
});

afterEach(() => setting.close());

/** A storage with `src/film.mov`. */
const begin = async (s3: FakeS3): Promise<void> => {
  setting = await Setting.open(s3);
  const source = { 'content-type': 'video/mp4', 'x-amz-meta-camera': 'Arri' };
  s3.bucket.put('src/film.mov', body, { ...source, 'x-amz-tagging': 'class=film' });
};

/** One copy ends at 200,000 bytes instead of 5 GB. */
const large = (): Partial<TransferOptions> => {
  const place = placeAt({ endpoint: setting.endpoint, region: 'us-east-1' });
  const source = { place, credentials: async () => setting.s3.credentials };
  return { serverSide: true, copyBytes: 200_000, source };
};

const engine = (options: Partial<TransferOptions> = {}): TransferEngine =>
  setting.engine({ ...large(), ...options }, { sleep: async () => undefined });

const job = (more: Partial<TransferJob> = {}): TransferJob =>
  setting.job('film.mov', {
    location: { kind: 's3', bucket: 'bucket', key: 'src/film.mov' },
    contentType: 'video/mp4',
    keeps: 'all',
    ...more,
  });

const send = (more: Partial<TransferJob> = {}, run = engine()): Promise<TransferOutcome> =>
  setting.send(job(more), run);

const stored = () => setting.s3.bucket.current('moved/film.mov');

const isCopy = ({ method, headers }: Pick<Seen, 'method' | 'headers'>): boolean =>
  method === 'PUT' && headers['x-amz-copy-source'] !== undefined;

const copies = () =>
  setting.s3.seen
    .filter(isCopy)
    .sort((a, b) => Number(a.query.partNumber) - Number(b.query.partNumber));
const sentBytes = () =>
  setting.s3.seen.reduce(
    (sum, { method, body: sent }) => sum + (method === 'PUT' ? sent.length : 0),
    0,
  );

/** Copies of these parts fail. */
const failing = (fault: Fault, parts: (number: number) => boolean = () => true): void => {
  setting.s3.faults = (request) =>
    isCopy(request) && parts(Number(request.query.partNumber)) ? fault : undefined;
};

describe('an object too large for one copy', () => {
  it('is copied in parts, none of which this machine sends', async () => {
    expect(await send()).toMatchObject(arrived);
    expect([stored()?.body.equals(body), sentBytes(), copies().length]).toEqual([true, 0, 5]);
  });

  it('has each part pinned to the object that was read, and cut where the read part ends', async () => {
    await send({
      location: { kind: 's3', bucket: 'bucket', key: 'src/film.mov', versionId: 'v1' },
    });
    const pins = copies().map(({ headers }) => headers['x-amz-copy-source-if-match']);
    const ranges = copies().map(({ headers }) => headers['x-amz-copy-source-range']);
    expect(copies()[0]?.headers['x-amz-copy-source']).toBe('bucket/src/film.mov?versionId=v1');
    expect(new Set(pins).size).toBe(1);
    expect(ranges.at(0)).toBe('bytes=0-65535');
    expect(ranges.at(-1)).toBe('bytes=262144-299999');
  });

  it('is completed only under the CRC-32 of what was read, and overwrites nothing', async () => {
    await send();
    const [completion] = setting.s3.seen.filter(
      ({ query, method }) => method === 'POST' && query.uploadId,
    );
    expect(completion?.headers).toMatchObject({
      'if-none-match': '*',
      'x-amz-checksum-type': 'FULL_OBJECT',
      'x-amz-checksum-crc32': stored()?.headers['x-amz-checksum-crc32'],
      'x-amz-mp-object-size': String(body.length),
    });
  });

  it('is read no faster than the limit of bandwidth: nothing that is sent slows it down', async () => {
    const waits: number[] = [];
    const sleep = async (ms: number) => void waits.push(ms);
    const bandwidth = [{ fromMinute: 0, bytesPerSecond: 100_000 }];
    const slow = setting.engine({ ...large(), bandwidth }, { sleep });
    expect(await send({}, slow)).toMatchObject(arrived);
    expect([sentBytes(), Math.max(...waits) > 2_900]).toEqual([0, true]);
  });

  it('has metadata, tags, storage class and encryption as a small one has them', async () => {
    const encryption = {
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': 'key-1',
    };
    await send({ storageClass: 'STANDARD_IA', properties: encryption });
    expect(stored()?.headers).toMatchObject({
      'content-type': 'video/mp4',
      'x-amz-meta-camera': 'Arri',
      'x-amz-meta-keepsake-record': 'film.mov',
      'x-amz-tagging': 'class=film',
      'x-amz-storage-class': 'STANDARD_IA',
      ...encryption,
    });
  });

  it('is copied in parts to overwrite another one, too', async () => {
    setting.s3.bucket.put('moved/film.mov', Buffer.from('older'));
    expect(await send({ onConflict: 'overwrite' })).toMatchObject(arrived);
    expect([stored()?.body.equals(body), sentBytes()]).toEqual([true, 0]);
  });

  it('stays where other bytes are under its key', async () => {
    setting.s3.bucket.put('moved/film.mov', Buffer.from('theirs'));
    expect(await send()).toMatchObject({ outcome: 'failed', code: 'DestinationExists' });
    expect([stored()?.body.toString(), copies()]).toEqual(['theirs', []]);
  });
});

describe('a copy in parts that breaks', () => {
  const lost = { kind: 'reset' as const, afterBytes: 0 };

  it('is taken up by the next run: parts that are there are not copied again', async () => {
    failing(lost, (number) => number > 3);
    expect(await send({}, engine({ retries: 0 }))).toMatchObject({ outcome: 'failed' });
    failing(lost, () => false);
    const [upload] = setting.s3.bucket.uploads.values();
    setting.s3.seen.length = 0;
    expect([...(upload?.parts.keys() ?? [])].sort()).toEqual([1, 2, 3]);
    expect(await send({ multipartId: upload?.uploadId ?? 'none' })).toMatchObject(arrived);
    expect(copies().map(({ query }) => query.partNumber)).toEqual(['4', '5']);
    expect([stored()?.body.equals(body), sentBytes()]).toEqual([true, 0]);
  });

  it('copies those parts again whose bytes the source has no more', async () => {
    failing(lost, (number) => number > 3);
    await send({}, engine({ retries: 0 }));
    failing(lost, () => false);
    const edited = Buffer.from(body).fill(1, 70_000, 70_010);
    setting.s3.bucket.put('src/film.mov', edited);
    setting.s3.seen.length = 0;
    const multipartId = setting.begun.get('film.mov') ?? 'none';
    expect(await send({ multipartId })).toMatchObject({ sha256: sha256Of(edited) });
    expect(copies().map(({ query }) => query.partNumber)).toEqual(['2', '4', '5']);
    expect(stored()?.body.equals(edited)).toBe(true);
  });

  it('is changed and leaves no parts, when the source is replaced meanwhile', async () => {
    failing({ kind: 'refuse', status: 412, code: 'PreconditionFailed' }, (number) => number > 2);
    expect(await send()).toMatchObject({ outcome: 'changed' });
    expect([stored(), setting.s3.bucket.uploads.size]).toEqual([undefined, 0]);
  });

  it('leaves no parts, when a dry run read other bytes', async () => {
    const expected = { sha256: 'x'.repeat(44) };
    expect(await send({ expected })).toMatchObject({ outcome: 'changed' });
    expect([stored(), setting.s3.bucket.uploads.size]).toEqual([undefined, 0]);
  });

  it.each([
    ['is asked too often', { kind: 'refuse' as const, status: 503, code: 'SlowDown' }],
    ['fails inside a 200', { kind: 'refuse' as const, status: 200, code: 'InternalError' }],
  ])('goes on when storage %s', async (_when, fault) => {
    let faults = 3;
    setting.s3.faults = (request) => (isCopy(request) && faults-- > 0 ? fault : undefined);
    expect(await send()).toMatchObject(arrived);
    expect(sentBytes()).toBe(0);
  });
});

describe('an object whose parts storage does not copy', () => {
  it.each([
    ['not known', { kind: 'refuse' as const, status: 501, code: 'NotImplemented' }],
    ['not allowed', { kind: 'refuse' as const, status: 403, code: 'AccessDenied' }],
  ])('is sent, after one was asked for: %s', async (_why, fault) => {
    failing(fault);
    expect(await send()).toMatchObject(arrived);
    const asked = new Set(copies().map(({ query }) => query.partNumber));
    expect([stored()?.body.equals(body), sentBytes(), [...asked]]).toEqual([
      true,
      body.length,
      ['1'],
    ]);
  });

  it('is sent where storage takes a copy of a part for an empty part', async () => {
    await setting.close();
    await begin(new FakeS3({ copies: false }));
    expect(await send()).toMatchObject(arrived);
    expect([stored()?.body.equals(body), sentBytes()]).toEqual([true, body.length]);
  });

  it('is sent where storage does not say the checksum of what it copied', async () => {
    await setting.close();
    await begin(new FakeS3({ checksums: false }));
    expect(await send()).toMatchObject(arrived);
    expect([stored()?.body.equals(body), copies().length]).toEqual([true, 1]);
  });

  it('fails, when what is copied is not what was read', async () => {
    const { bucket } = setting.s3;
    setting.s3.faults = (request) => {
      const [upload] = bucket.uploads.values();
      const part = upload?.parts.get(4);
      if (part && request.query.partNumber === '5')
        upload?.parts.set(4, { ...part, body: Buffer.alloc(65_536) });
      return undefined;
    };
    expect(await send({}, engine({ retries: 0 }))).toMatchObject({
      outcome: 'failed',
      code: 'BadDigest',
    });
    expect(stored()).toBeUndefined();
  });
});
