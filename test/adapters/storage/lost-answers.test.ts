import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from '@jest/globals';
import { inParallel } from '../../../adapters/aws/in-parallel.ts';
import { S3Objects } from '../../../adapters/storage/s3-objects.ts';
import { keepCopy } from '../../../core/storage/keep-copy.ts';
import type { ReceivedUpload } from '../../../core/uploads/model/upload.ts';
import { startHttpsFront } from '../../../tools/local/emulator/https-front.ts';
import { anUpload } from '../../core/builders/records.ts';
import { startVersionedStorage } from './versioned-storage.ts';

const upload: ReceivedUpload = {
  ...anUpload({ status: 'uploaded', etag: '"e"' }),
  versionId: 'v0',
  sha256: 'YQ==',
};

const orders = 50;
const keys = Array.from(
  { length: orders * 4 },
  (_, index) => `photos/ord_${index >> 2}/upl_${index}`,
);
const isLost = (key: string): boolean => Number(/\d+$/.exec(key)?.[0]) % 20 === 0;
const lost = keys.filter(isLost);

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

const copyEach = (port: number) => {
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    forcePathStyle: true,
  });
  const objects = new S3Objects(client, { multipartCopyBytes: 1e9 });
  cleanUps.push(() => client.destroy());
  return inParallel(40, keys, (key) =>
    keepCopy(objects, {
      upload,
      target: { bucket: 'files', key },
      category: { storageClass: 'STANDARD' },
      metadata: { order: 'ord_1-1' },
      isOurs: ({ order }) => order === 'ord_1-1',
    }),
  );
};

const aStorage = async () => {
  const storage = await startVersionedStorage(isLost);
  cleanUps.push(storage.stop);
  return storage;
};

const twice = ({ versionsOf }: Awaited<ReturnType<typeof aStorage>>): string[] =>
  keys.filter((key) => versionsOf(`/files/${key}`) > 1);

describe('the copies of 50 orders, some of whose answers are lost', () => {
  it('are each sent again by the SDK: a second attempt of one call, of no other step', async () => {
    const storage = await aStorage();
    await copyEach(storage.port);
    for (const key of lost) {
      const sent = storage.copies.filter((copy) => copy.key === `/files/${key}`);
      expect(sent.map(({ attempt }) => attempt)).toEqual([
        expect.stringContaining('attempt=1'),
        expect.stringContaining('attempt=2'),
      ]);
      expect(new Set(sent.map(({ invocation }) => invocation)).size).toBe(1);
    }
    expect(storage.copies).toHaveLength(keys.length + lost.length);
  });

  it('leave a second version exactly there where storage ignores If-None-Match', async () => {
    const storage = await aStorage();
    await copyEach(storage.port);
    expect(twice(storage)).toEqual(lost);
  });

  it('leave none where it honours the condition: the first copy is found and is ours', async () => {
    const storage = await aStorage();
    const front = await startHttpsFront({ port: 0, emulatorPort: storage.port });
    cleanUps.push(front.stop);
    const kept = await copyEach(Number(new URL(front.endpoint).port));
    expect(twice(storage)).toEqual([]);
    expect(kept).toEqual(keys.map(() => ({ versionId: 'v1', created: true })));
  });
});
