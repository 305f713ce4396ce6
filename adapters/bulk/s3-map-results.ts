import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { asking } from '../aws/aws-errors.ts';

/** Where a Distributed Map says it put its results. */
export type MapResults = { Bucket: string; Key: string };

const files = z.array(z.unknown()).default([]);
const manifestSchema = z.object({ ResultFiles: z.object({ FAILED: files, PENDING: files }) });

/** True when every child of a Distributed Map succeeded, by the manifest of its results. */
export async function everyChildSucceeded(
  client: S3Client,
  { Bucket, Key }: MapResults,
): Promise<boolean> {
  const { Body } = await asking(`read ${Key}`, () =>
    client.send(new GetObjectCommand({ Bucket, Key })),
  );
  const { ResultFiles } = manifestSchema.parse(
    JSON.parse((await Body?.transformToString()) ?? '{}'),
  );
  return ResultFiles.FAILED.length === 0 && ResultFiles.PENDING.length === 0;
}
