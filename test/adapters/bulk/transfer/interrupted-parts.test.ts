import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Seen } from './fake-bucket.ts';
import { Setting } from './setting.ts';

let setting: Setting;

beforeEach(async () => {
  setting = await Setting.open();
});

afterEach(() => setting.close());

const part = ({ method, query }: Pick<Seen, 'method' | 'query'>): boolean =>
  method === 'PUT' && query.partNumber !== undefined;

const partNumbers = (): (string | undefined)[] =>
  setting.s3.seen.filter(part).map(({ query }) => query.partNumber);

/** A run that ends after some parts, the way a killed one does: nothing is taken back. */
const interrupted = async (
  file: string,
  lastPart: number,
  more: Parameters<Setting['job']>[1] = {},
): Promise<void> => {
  setting.s3.faults = (request) =>
    part(request) && Number(request.query.partNumber) > lastPart
      ? { kind: 'reset', afterBytes: 0 }
      : undefined;
  const outcome = await setting.send(setting.job(file, more), setting.engine({ retries: 0 }));
  expect(outcome).toMatchObject({ outcome: 'failed', code: 'ECONNRESET' });
  setting.s3.faults = () => undefined;
  setting.s3.seen.length = 0;
};

describe('a large file whose run was interrupted', () => {
  it('is continued: parts that are there are not sent again', async () => {
    const { body, sha256 } = setting.file('a.jpg', 500_000);
    await interrupted('a.jpg', 5);
    const there = [...setting.s3.bucket.uploads.values()].flatMap(({ parts }) => [
      ...parts.keys(),
    ]).length;
    expect(await setting.send(setting.job('a.jpg'))).toMatchObject({
      outcome: 'transferred',
      created: true,
      sha256,
    });
    expect(there).toBeGreaterThan(0);
    expect(partNumbers()).toHaveLength(8 - there);
    expect(setting.s3.bucket.current('moved/a.jpg')?.body.equals(body)).toBe(true);
  });

  it('has parts sent again that are not what is read now', async () => {
    const { body } = setting.file('a.jpg', 500_000);
    await interrupted('a.jpg', 5);
    body.fill(1, 70_000, 70_010);
    setting.file('a.jpg', body);
    expect(await setting.send(setting.job('a.jpg'))).toMatchObject({ outcome: 'transferred' });
    expect(setting.s3.bucket.current('moved/a.jpg')?.body.equals(body)).toBe(true);
  });

  it('is begun anew when it turns out to be of another batch', async () => {
    const { body } = setting.file('a.jpg', 500_000);
    await interrupted('a.jpg', 5, {
      metadata: { 'keepsake-batch': 'b0', 'keepsake-record': 'a.jpg' },
    });
    expect(await setting.send(setting.job('a.jpg'))).toMatchObject({
      outcome: 'transferred',
      created: true,
    });
    const stored = setting.s3.bucket.objects.get('moved/a.jpg') ?? [];
    expect(stored.map(({ headers }) => headers['x-amz-meta-keepsake-batch'])).toEqual(['b1']);
    expect(stored[0]?.body.equals(body)).toBe(true);
  });

  it('is taken back when its source changed since it was listed', async () => {
    setting.file('a.jpg', 500_000);
    await interrupted('a.jpg', 5);
    expect(
      await setting.send(setting.job('a.jpg', { expected: { sha256: 'other' } })),
    ).toMatchObject({ outcome: 'changed' });
    expect(setting.s3.bucket.uploads.size).toBe(0);
  });
});

describe('parts', () => {
  it('are signed where the server does not check their checksums', async () => {
    const handle = setting.s3.bucket.handle.bind(setting.s3.bucket);
    setting.s3.bucket.handle = (seen) => {
      const reply = handle(seen);
      delete reply.headers['x-amz-checksum-crc32'];
      return reply;
    };
    setting.file('a.jpg', 300_000);
    expect(await setting.send(setting.job('a.jpg'))).toMatchObject({ outcome: 'transferred' });
    const hashes = setting.s3.seen
      .filter(part)
      .map(({ query, headers }) => [
        query.partNumber,
        headers['x-amz-content-sha256'] === 'UNSIGNED-PAYLOAD',
      ]);
    const signed = hashes.filter(([, unsigned]) => !unsigned).map(([number]) => number);
    expect(new Set(signed)).toEqual(new Set(['1', '2', '3', '4', '5']));
  });
});
