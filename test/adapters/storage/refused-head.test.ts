import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from '@jest/globals';
import { placeAt } from '../../../adapters/bulk/transfer/s3/s3-place.ts';
import { S3Wire } from '../../../adapters/bulk/transfer/s3/s3-wire.ts';
import { headObject } from '../../../adapters/storage/head-object.ts';
import { FakeS3 } from '../bulk/transfer/fake-s3.ts';

let s3: FakeS3 | undefined;
afterEach(() => s3?.stop());

type Asking = (server: FakeS3, endpoint: string) => Promise<unknown>;

const bySdk: Asking = async ({ credentials }, endpoint) => {
  const client = new S3Client({
    endpoint,
    region: 'us-east-1',
    credentials,
    forcePathStyle: true,
    maxAttempts: 1,
  });
  const object = { Bucket: 'bucket', Key: 'a.jpg', VersionId: 'v1' };
  return headObject(client, object).finally(() => client.destroy());
};

const byWire: Asking = async ({ credentials }, endpoint) => {
  const place = placeAt({ endpoint, region: 'us-east-1' });
  const wire = new S3Wire({ place, bucket: 'bucket', timeoutMs: 60_000, now: Date.now });
  wire.credentials = credentials;
  const request = { method: 'HEAD', key: 'a.jpg', query: { versionId: 'v1' } } as const;
  return wire.ask(request).finally(() => wire.close());
};

/** What a HEAD ends with whose object's bytes are refused so, too; and the versions asked for. */
const ended = async (ask: Asking, status: number, code: string) => {
  s3 = new FakeS3();
  const asked: unknown[] = [];
  s3.faults = ({ method, query }) => {
    asked.push([method, query.versionId]);
    return method === 'HEAD'
      ? { kind: 'refuse', status: 403, code: 'AccessDenied' }
      : { kind: 'refuse', status, code };
  };
  const error = await ask(s3, await s3.start()).catch((reason: unknown) => reason);
  const { name, $metadata } = error as { name: string; $metadata: { httpStatusCode: number } };
  return { name, status: $metadata.httpStatusCode, asked };
};

describe.each([
  ['the SDK', bySdk],
  ['the engine', byWire],
])('a HEAD that is refused, by %s', (_, ask) => {
  it('names the reason that storage gives for the same version', async () => {
    expect(await ended(ask, 403, 'ExpiredToken')).toEqual({
      name: 'ExpiredToken',
      status: 403,
      asked: [
        ['HEAD', 'v1'],
        ['GET', 'v1'],
      ],
    });
  });

  it('stays refused if the object is empty, and has no first byte', async () => {
    expect((await ended(ask, 416, 'InvalidRange')).status).toBe(403);
  });
});
