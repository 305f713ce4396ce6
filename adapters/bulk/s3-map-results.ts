import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { jsonIn } from '../../core/shared/model/text.ts';
import { asking } from '../aws/aws-errors.ts';
import { isGone } from '../storage/s3-refusals.ts';

/** Where a Distributed Map says it put its results. */
export type MapResults = { Bucket: string; Key: string };

/**
 * How the children of a Distributed Map ended. `none`: the Map had no children, because its reader
 * found no items. `unreadable`: the manifest of results is missing or malformed.
 */
export type MapOutcome = 'succeeded' | 'failed' | 'none' | 'unreadable';

const files = z.array(z.unknown());
const manifestSchema = z.object({
  ResultFiles: z.object({ SUCCEEDED: files, FAILED: files, PENDING: files }),
});

/**
 * Reads the manifest of a Map's results: one list of files for each state of a child, all three
 * always there (AWS, "ResultWriter").
 */
export async function mapOutcome(client: S3Client, results: MapResults): Promise<MapOutcome> {
  const text = await asking(`read ${results.Key}`, () => readText(client, results));
  const { success, data } = manifestSchema.safeParse(jsonIn(text));
  if (!success) return 'unreadable';
  const { SUCCEEDED, FAILED, PENDING } = data.ResultFiles;
  if (FAILED.length + PENDING.length > 0) return 'failed';
  return SUCCEEDED.length > 0 ? 'succeeded' : 'none';
}

const readText = async (client: S3Client, { Bucket, Key }: MapResults): Promise<string> => {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    return (await Body?.transformToString()) ?? '{}';
  } catch (error) {
    if (isGone(error)) return '{}';
    throw error;
  }
};
