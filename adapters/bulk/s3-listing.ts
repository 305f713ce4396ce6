import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import type { BatchPlan } from '../../core/bulk/model/batch.ts';
import { PathSelection, type UnmatchedPattern } from '../../core/bulk/model/path-selection.ts';
import { bucketOf } from '../../core/bulk/model/source-plan.ts';
import { TransientFault } from '../../core/errors.ts';
import { inItems } from '../../core/shared/in-groups.ts';
import { asking } from '../aws/aws-errors.ts';
import { rangeText } from '../aws/byte-range.ts';
import { S3Source } from './sources/s3.ts';

/**
 * A function that ends a batch has half a minute: 20 requests of 1,000 keys. Beyond these, the list
 * may name one, and a batch must not end as completed.
 */
const mostLookedAt = 20_000;

/** A header and the first rows, each with a key of 1,024 bytes at most. */
const headBytes = 64 * 1024;

const inventorySchema = z.object({ files: z.array(z.object({ size: z.number() })) });

/** True if the plan's source lists an object; below a prefix, one that the batch wants. */
export async function listsAnything(client: S3Client, plan: BatchPlan): Promise<boolean> {
  const { bucket, manifestBucket = bucket, manifestKey, inventory } = bucketOf(plan.source);
  if (manifestKey === undefined) return prefixHolds(client, plan);
  if (inventory) {
    const { files } = inventorySchema.parse(
      JSON.parse(await textOf(client, manifestBucket, manifestKey)),
    );
    return files.some(({ size }) => size > 0);
  }
  const head = await textOf(client, manifestBucket, manifestKey, rangeText(0, headBytes - 1));
  return head.split(/\r?\n/).filter((line) => line.trim() !== '').length > 1;
}

const prefixHolds = async (client: S3Client, plan: BatchPlan): Promise<boolean> => {
  const selection = new PathSelection(plan);
  let count = 0;
  for await (const { path } of filesBelow(client, plan)) {
    if (selection.selects(path)) return true;
    count += 1;
    if (count >= mostLookedAt) return true;
  }
  return false;
};

const filesBelow = (client: S3Client, plan: BatchPlan) => {
  const { bucket, prefix } = bucketOf(plan.source);
  return inItems(new S3Source(client, { bucket, prefix }).list());
};

const textOf = async (client: S3Client, Bucket: string, Key: string, Range?: string) => {
  const command = new GetObjectCommand({ Bucket, Key, ...(Range !== undefined && { Range }) });
  const { Body } = await asking(`read ${Key}`, () => client.send(command));
  if (!Body) throw new TransientFault(`S3 answered for ${Key} without a body. Try again later.`);
  return Body.transformToString();
};

/**
 * The patterns of a batch that match no object below its prefix. None of a manifest's or an
 * inventory's batch, and none of a prefix with more objects than are looked at: nobody knows then.
 */
export async function unmatchedPatterns(
  client: S3Client,
  plan: BatchPlan,
): Promise<readonly UnmatchedPattern[]> {
  if (bucketOf(plan.source).manifestKey !== undefined) return [];
  const selection = new PathSelection(plan);
  let count = 0;
  for await (const { path } of filesBelow(client, plan)) {
    selection.selects(path);
    count += 1;
    if (count >= mostLookedAt || selection.unmatched.length === 0) return [];
  }
  return selection.unmatched;
}
