import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { local, s3 } from '../contracts/shared/emulator.ts';
import { makeTableLike } from '../contracts/shared/own-table.ts';

/** Tables and buckets as a stage has them, to which no function of a stage listens. */
export type OwnStorage = {
  tables: { orders: string; uploads: string };
  uploadsBucket: string;
  filesBucket: string;
};

const makeBucket = async (what: string): Promise<string> => {
  const Bucket = `${what}-${randomUUID()}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  return Bucket;
};

/** Made anew for every file of stories. */
export const makeOwnStorage = async (): Promise<OwnStorage> => {
  const [orders, uploads, uploadsBucket, filesBucket] = await Promise.all([
    makeTableLike(local.tables.orders),
    makeTableLike(local.tables.uploads),
    makeBucket('story-uploads'),
    makeBucket('story-files'),
  ]);
  return { tables: { orders, uploads }, uploadsBucket, filesBucket };
};
