import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, it } from '@jest/globals';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** LocalEmu, as test/jest/start-gateway.ts left it, with two versioned buckets. */
export type LocalEmu = {
  s3: S3Client;
  endpoint: string;
  credentials: typeof credentials;
  uploadsBucket: string;
  filesBucket: string;
};

const makeBucket = async (s3: S3Client, Bucket: string): Promise<void> => {
  await s3.send(new CreateBucketCommand({ Bucket })).catch(() => undefined);
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
};

/** Declares tests against LocalEmu, where it could be started. */
export const onLocalEmu = (declare: (localEmu: LocalEmu) => void): void => {
  const endpoint = process.env.KEEPSAKE_LOCALEMU;
  if (endpoint === undefined) {
    it('LocalEmu was not asked: this machine has no Python 3.12', () => undefined);
    return;
  }
  const s3 = new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true });
  const buckets = { uploadsBucket: 'localemu-uploads', filesBucket: 'localemu-files' };
  beforeAll(async () => {
    for (const bucket of Object.values(buckets)) await makeBucket(s3, bucket);
  });
  declare({ s3, endpoint, credentials, ...buckets });
};
