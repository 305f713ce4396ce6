import { randomBytes } from 'node:crypto';
import {
  CreateBucketCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { local, s3 } from '../../contracts/shared/emulator.ts';
import { Workplace } from '../run-keepsake.ts';

/** Credentials and endpoint of the running emulator, as an operator would set them. */
export const emulatorEnv = {
  AWS_ENDPOINT_URL: local.endpoint,
  AWS_REGION: local.region,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
};

/** A folder in which `--local` means the emulator of this test run. */
export const atEmulator = (entry?: string): Workplace =>
  new Workplace(emulatorEnv, entry).files({
    '.keepsake/local.json': process.env.KEEPSAKE_LOCAL ?? '{}',
  });

/** A new bucket with versions. */
export const newBucket = async (): Promise<string> => {
  const Bucket = `cli-${randomBytes(6).toString('hex')}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(
    new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
  );
  return Bucket;
};

/** Writes an object, as another program would. */
export const put = async (Bucket: string, Key: string, Body: string): Promise<void> => {
  await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
};

/** Keys below a prefix, in order; a thousand at most. */
export const keysIn = async (Bucket: string, Prefix = ''): Promise<string[]> =>
  ((await s3.send(new ListObjectsV2Command({ Bucket, Prefix }))).Contents ?? []).map(
    ({ Key = '' }) => Key,
  );

/** How many versions and delete markers there are; a thousand at most. */
export const versionsIn = async (Bucket: string): Promise<number> => {
  const { Versions = [], DeleteMarkers = [] } = await s3.send(
    new ListObjectVersionsCommand({ Bucket }),
  );
  return Versions.length + DeleteMarkers.length;
};

/** Small files with bytes of their own, below `photos/`. */
export const photos = (count: number, sizeBytes = 100): Record<string, Uint8Array> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `photos/${String(index).padStart(4, '0')}.jpg`,
      randomBytes(sizeBytes),
    ]),
  );
