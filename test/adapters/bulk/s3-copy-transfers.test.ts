import { setTimeout as pause } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { S3CopyTransfers } from '../../../adapters/bulk/s3-copy-transfers.ts';
import { S3Objects } from '../../../adapters/storage/s3-objects.ts';
import { maxSingleCopyBytes } from '../../../adapters/storage/s3-part-plan.ts';
import type { TransferJob, TransferOutcome } from '../../../core/bulk/model/transfer.ts';
import { DestinationExists } from '../../../core/errors.ts';
import { type Answer, offline, type Sent, StubHandler, s3Error } from '../aws/stub-handler.ts';

const copied: Answer = {
  headers: { 'x-amz-version-id': 'v9' },
  body: '<CopyObjectResult><ETag>"e9"</ETag><ChecksumSHA256>hash=</ChecksumSHA256></CopyObjectResult>',
};

const jobOf = (name: string, sizeBytes = 10): TransferJob => ({
  recordId: name,
  location: { kind: 's3', bucket: 'old', key: name },
  key: name,
  contentType: 'image/jpeg',
  metadata: { 'keepsake-record': name },
  onConflict: 'skip',
  expected: { sizeBytes, etag: '"e"' },
});

/** Sends jobs against a network that answers by the name of the object. */
const sending = (jobs: TransferJob[], answer: (name: string, sent: Sent) => Answer) => {
  const network = new StubHandler((sent) => answer(sent.path.split('/').at(-1) ?? '', sent));
  const client = new S3Client({ ...offline(network), forcePathStyle: true, maxAttempts: 1 });
  const objects = new S3Objects(client, { multipartCopyBytes: maxSingleCopyBytes });
  const transfers = new S3CopyTransfers({ objects, bucket: 'files', storageClass: 'STANDARD' });
  const outcomes: TransferOutcome[] = [];
  const sent = (async () => {
    for await (const outcome of transfers.send(jobs)) outcomes.push(outcome);
  })();
  return { outcomes, sent, network };
};

describe('what S3 refuses for good', () => {
  it.each([
    ['an archived object', 403, 'InvalidObjectState'],
    ['a key of KMS that may not be used', 403, 'AccessDenied'],
    ['a source larger than it was listed', 400, 'InvalidRequest'],
  ])('fails by itself: %s', async (_, status, code) => {
    const { outcomes, sent } = sending([jobOf('a'), jobOf('b')], (name) =>
      name === 'a' ? s3Error(status, code) : copied,
    );
    await sent;
    expect(outcomes).toHaveLength(2);
    expect(outcomes).toContainEqual({
      recordId: 'a',
      attempts: 1,
      outcome: 'failed',
      code,
      message: `S3 refuses it (${code}): no`,
    });
    expect(outcomes).toContainEqual(
      expect.objectContaining({ recordId: 'b', outcome: 'transferred', sha256: 'hash=' }),
    );
  });
});

describe('a large object', () => {
  it('is copied whole below 5 GB, so that its SHA-256 comes with the answer', async () => {
    const { outcomes, sent, network } = sending([jobOf('a', maxSingleCopyBytes - 1)], () => copied);
    await sent;
    expect(outcomes).toMatchObject([{ outcome: 'transferred', sha256: 'hash=' }]);
    expect(network.only.method).toBe('PUT');
  });

  it('is refused from there on with a way out: no upload in parts is begun, and none continued', async () => {
    const { outcomes, sent, network } = sending([jobOf('a', maxSingleCopyBytes)], () => copied);
    await sent;
    expect(outcomes).toMatchObject([
      {
        outcome: 'failed',
        code: 'InvalidInput',
        message: expect.stringMatching(/5 GB.*keepsake migrate.*--server-side/),
      },
    ]);
    expect(network.sent).toEqual([]);
  });
});

/** A bucket where something of the same size, without a checksum, is under every key. */
const takenBucket = () => {
  const reading = { now: 0, most: 0, begun: 0 };
  const objects = {
    copy: async () => Promise.reject(new DestinationExists('there')),
    head: async () => ({
      versionId: 'v1',
      etag: '"e"',
      sizeBytes: 200e6,
      contentType: 'image/jpeg',
      metadata: {},
    }),
    sha256: async () => {
      reading.begun += 1;
      reading.now += 1;
      reading.most = Math.max(reading.most, reading.now);
      await pause(2);
      reading.now -= 1;
      return 'same';
    },
    removeVersion: async () => undefined,
  };
  return {
    reading,
    transfers: new S3CopyTransfers({ objects, bucket: 'files', storageClass: 'STANDARD' }),
  };
};

describe('what has to be read', () => {
  const large = Array.from({ length: 6 }, (_, index) => jobOf(`film-${index}`, 200e6));

  it('is read one after the other when it is large', async () => {
    const { reading, transfers } = takenBucket();
    for await (const outcome of transfers.send(large))
      expect(outcome).toMatchObject({ outcome: 'skipped', sha256: 'same' });
    expect(reading).toEqual({ now: 0, most: 1, begun: 12 });
  });

  it('has no outcome when its turn has not come before the time is up', async () => {
    const { reading, transfers } = takenBucket();
    const time = new AbortController();
    const done: string[] = [];
    for await (const { recordId } of transfers.send(large, time.signal)) {
      done.push(recordId);
      time.abort();
    }
    expect(done).toEqual(['film-0']);
    expect(reading.begun).toBeLessThan(12);
  });
});

describe('what may pass', () => {
  it.each([
    ['a busy S3', 503, 'SlowDown', 'TransientFault'],
    ['another writer', 409, 'OperationAborted', 'TransientFault'],
    ['credentials that ended', 400, 'ExpiredToken', 'ExpiredToken'],
    ['credentials that are none', 403, 'InvalidAccessKeyId', 'InvalidAccessKeyId'],
    ['a clock that is wrong', 403, 'RequestTimeTooSkewed', 'RequestTimeTooSkewed'],
  ])(
    'is thrown, after what else was under way has its outcome: %s',
    async (_, status, code, name) => {
      const { outcomes, sent } = sending([jobOf('a'), jobOf('b')], (object) =>
        object === 'a' ? s3Error(status, code) : copied,
      );
      await expect(sent).rejects.toMatchObject({ name });
      expect(outcomes).toMatchObject([{ recordId: 'b', outcome: 'transferred' }]);
    },
  );

  it('begins nothing new', async () => {
    const jobs = Array.from({ length: 100 }, (_, index) => jobOf(`photo-${index}`));
    const { sent, network } = sending(jobs, () => s3Error(503, 'SlowDown'));
    await expect(sent).rejects.toMatchObject({ name: 'TransientFault' });
    expect(network.sent.length).toBeLessThan(100);
  });
});
