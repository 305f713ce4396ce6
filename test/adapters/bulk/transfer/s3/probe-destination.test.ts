import { afterEach, describe, expect, it } from '@jest/globals';
import { probeDestination } from '../../../../../adapters/bulk/transfer/s3/probe-destination.ts';
import { placeAt } from '../../../../../adapters/bulk/transfer/s3/s3-place.ts';
import { S3Wire } from '../../../../../adapters/bulk/transfer/s3/s3-wire.ts';
import { FakeS3, type Faults } from '../fake-s3.ts';

let s3: FakeS3 | undefined;
afterEach(() => s3?.stop());

const policy = { retries: 2, random: () => 0, sleep: async () => undefined };

const probing = async (
  server: FakeS3,
  { writes = true, bucket = 'bucket', faults }: ProbeOf = {},
) => {
  s3 = server;
  if (faults) server.faults = faults;
  const place = placeAt({ endpoint: await server.start(), region: 'us-east-1' });
  const wire = new S3Wire({ place, bucket, timeoutMs: 600_000, now: Date.now });
  wire.credentials = server.credentials;
  try {
    return await probeDestination(wire, { prefix: 'old/', writes }, policy);
  } finally {
    wire.close();
  }
};
type ProbeOf = { writes?: boolean; bucket?: string; faults?: Faults };

const versionsLeft = (): number =>
  [...(s3?.bucket.objects.values() ?? [])].reduce((sum, { length }) => sum + length, 0);

describe('a probe that writes', () => {
  it.each([true, false])('knows whether there are versions: %s', async (versioned) => {
    expect(await probing(new FakeS3({ versioned }))).toEqual({ versioned });
    expect(versionsLeft()).toBe(0);
  });

  it('names the object it could not remove', async () => {
    const faults: Faults = ({ method }) =>
      method === 'DELETE' ? { kind: 'refuse', status: 403, code: 'AccessDenied' } : undefined;
    expect(await probing(new FakeS3(), { faults })).toMatchObject({
      leftover: expect.stringMatching(/^old\/keepsake-probe-[0-9a-f]{16}$/),
    });
  });
});

describe('a probe that only looks', () => {
  it.each([true, false])('knows whether there are versions: %s', async (versioned) => {
    expect(await probing(new FakeS3({ versioned }), { writes: false })).toEqual({ versioned });
  });

  it('writes no object, and leaves no upload behind', async () => {
    await probing(new FakeS3(), { writes: false });
    expect([s3?.count('PUT'), s3?.bucket.uploads.size]).toEqual([0, 0]);
  });

  it('does without the right to ask for versions', async () => {
    const faults: Faults = ({ query }) =>
      query.versioning === undefined
        ? undefined
        : { kind: 'refuse', status: 403, code: 'AccessDenied' };
    expect(await probing(new FakeS3(), { writes: false, faults })).toMatchObject({
      versioned: undefined,
    });
  });
});

describe.each([true, false])('a probe of what takes no files (writes: %s)', (writes) => {
  it('fails with what the bucket answers', async () => {
    await expect(probing(new FakeS3(), { writes, bucket: 'other' })).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });

  it('fails without the right to write', async () => {
    const faults: Faults = ({ method }) =>
      method === 'PUT' || method === 'POST'
        ? { kind: 'refuse', status: 403, code: 'AccessDenied' }
        : undefined;
    await expect(probing(new FakeS3(), { writes, faults })).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });
});
