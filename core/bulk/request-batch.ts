import * as z from 'zod';
import { type FileCategory, wholeBucketName } from '../contract.ts';
import { InvalidInput } from '../errors.ts';
import type { Caller } from '../sessions/model/session.ts';
import { atMost } from '../shared/model/at-most.ts';
import { parseInput } from '../shared/model/parse-input.ts';
import { textSchema } from '../shared/model/text.ts';
import type { Ids } from '../shared/ports.ts';
import type { BatchDeps } from './change-batch.ts';
import { createBatch } from './create-batch.ts';
import type { Batch, BatchPlan } from './model/batch.ts';
import type { SourcePlanOf } from './model/source-plan.ts';
import { onConflicts } from './model/transfer.ts';

export type RequestDeps = BatchDeps & {
  ids: Ids;
  filesBucket: string;
  categories: Readonly<Record<string, FileCategory>>;
  /** Buckets the stage's functions may read. */
  sourceBuckets: readonly string[];
};

export const bucketSchema = z
  .string('must be the name of a bucket')
  .regex(wholeBucketName, 'must be the name of a bucket');
const globs = atMost(
  100,
  'must be at most 100 patterns',
  z.array(textSchema(256)).max(100),
).default([]);

export const requestBatchSchema = z.strictObject(
  {
    source: z.strictObject(
      {
        bucket: bucketSchema,
        prefix: z.string().max(1024).default(''),
        /** A CSV with `key`, `size` and optionally `etag`, or an S3 Inventory's manifest.json. */
        manifest: z
          .strictObject({
            bucket: bucketSchema.optional(),
            key: z.string().min(1).max(1024),
            inventory: z.boolean().default(false),
          })
          .optional(),
      },
      'must be an object {bucket, prefix?, manifest?}',
    ),
    category: z.string('must be the name of a category'),
    ownerId: z
      .string()
      .regex(/^[\w.@-]{1,128}$/, 'must be the id of an owner')
      .default('legacy'),
    partnerId: z
      .string()
      .regex(/^[\w.@-]{1,128}$/, 'must be the id of a partner')
      .optional(),
    include: globs,
    exclude: globs,
    onConflict: z.enum(onConflicts).exclude(['overwrite']).default('skip'),
    maxErrors: z.int().nonnegative().optional(),
  },
  'must be a JSON object',
);

export type Wanted = z.infer<typeof requestBatchSchema>;

/** A prefix that is empty, or ends in `/`. */
export const withSlash = (prefix: string): string =>
  prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;

/** Throws `InvalidInput` for a bucket that the stage does not read, or an unknown category. */
export const planOf = (deps: RequestDeps, wanted: Wanted): BatchPlan => {
  assertReadable(deps, wanted);
  const { filesBucket, categories } = deps;
  const category = Object.hasOwn(categories, wanted.category)
    ? categories[wanted.category]
    : undefined;
  if (!category)
    throw InvalidInput.of('category', `must be one of ${Object.keys(categories).join(', ')}`);
  const { prefix, contentTypes, maxSizeBytes, storageClass } = category;
  const options = optionsOf(wanted);
  return {
    source: { kind: 's3', description: `s3://${options.bucket}/${options.prefix}`, options },
    target: { bucket: filesBucket, prefix: `${prefix}/legacy/`, storageClass },
    register: {
      ownerId: wanted.ownerId,
      ...(wanted.partnerId !== undefined && { partnerId: wanted.partnerId }),
      category: wanted.category,
      contentTypes: [...contentTypes],
      maxSizeBytes,
    },
    idsFrom: 'place',
    include: wanted.include,
    exclude: wanted.exclude,
    batchSize: 50,
    onConflict: wanted.onConflict,
    ...(wanted.maxErrors !== undefined && { maxErrors: wanted.maxErrors }),
    atomic: false,
  };
};

const assertReadable = ({ sourceBuckets }: RequestDeps, { source }: Wanted): void => {
  const wanted = [
    source.bucket,
    ...(source.manifest?.bucket === undefined ? [] : [source.manifest.bucket]),
  ];
  const issues = wanted
    .filter((name) => !sourceBuckets.includes(name))
    .map((name) => ({
      field: 'source.bucket',
      message:
        `${name} is none of the stage's source buckets; add it to bulk.sourceBuckets in ` +
        'lib/config.ts',
    }));
  if (issues.length > 0) throw new InvalidInput(issues);
};

const optionsOf = ({
  source: { bucket: name, prefix, manifest },
}: Wanted): SourcePlanOf<'s3'>['options'] => ({
  bucket: name,
  prefix: withSlash(prefix),
  ...(manifest && {
    manifestBucket: manifest.bucket ?? name,
    manifestKey: manifest.key,
    inventory: manifest.inventory,
  }),
});

/**
 * A key of DynamoDB takes 1,000 write units a second, and a record is 2: 16 of them take the
 * records of 6,000 files a second, which are 750 units each, with a quarter to spare.
 */
export const mapShards = 16;

/** Puts a plan on record as a batch of the stage; nothing moves until it is started. */
export const putOnRecord = (
  deps: RequestDeps,
  { ownerId: createdBy }: Caller,
  plan: BatchPlan,
): Promise<Batch> =>
  createBatch(deps, {
    batchId: deps.ids.next('bat'),
    plan,
    dryRun: false,
    createdBy,
    shards: mapShards,
  });

/** Requests a migration from a bucket of S3 into this stage. Throws `InvalidInput`. */
export const requestBatch = async (
  deps: RequestDeps,
  caller: Caller,
  input: unknown,
): Promise<Batch> => putOnRecord(deps, caller, planOf(deps, parseInput(requestBatchSchema, input)));
