import * as z from 'zod';
import { databaseIdentitySchema } from './database-identity.ts';
import { fileLimitsSchema } from './file-limits.ts';
import { metadataChoices } from './object-properties.ts';
import { nameChoices } from './source-path.ts';
import { sourcePlanSchema } from './source-plan.ts';
import { onConflicts } from './transfer.ts';

/**
 * A bulk migration's state. `completed_with_errors` and `partly_rolled_back` wait for a person,
 * `paused` and `failed` can be resumed, `rolled_back` is the end.
 */
export const batchStatuses = [
  'pending',
  'running',
  'paused',
  'completed',
  'completed_with_errors',
  'failed',
  'rolling_back',
  'partly_rolled_back',
  'rolled_back',
] as const;

export type BatchStatus = (typeof batchStatuses)[number];

/** A file's state. `changed`: no longer what the dry run saw; nothing of it was taken. */
export const recordStatuses = [
  'planned',
  'transferred',
  'skipped',
  'failed',
  'changed',
  'rolled_back',
] as const;

export type RecordStatus = (typeof recordStatuses)[number];

/** How many files, and how many bytes, are in each state; derived from the records, exactly. */
export type BatchCounts = Record<RecordStatus, { files: number; bytes: number }>;

/** The right to work on a batch. `fence` grows with each lease: older ones cannot write. */
const leaseSchema = z.object({
  holder: z.string(),
  fence: z.number().int(),
  expiresAt: z.string(),
});

export type Lease = z.infer<typeof leaseSchema>;

const planSchema = z.object({
  source: sourcePlanSchema,
  target: z.object({
    endpoint: z.string().optional(),
    region: z.string().optional(),
    bucket: z.string(),
    /** Empty, or ending in `/`. */
    prefix: z.string(),
    storageClass: z.string().optional(),
    /** Where the bucket's name stands at the endpoint. */
    addressing: z.enum(['path', 'virtual']).optional(),
  }),
  /** Registers arrivals as uploads of this owner and category. By default only stores them. */
  register: z
    .object({
      ownerId: z.string(),
      partnerId: z.string().optional(),
      category: z.string(),
      /** The category's limits. */
      contentTypes: z.array(z.string()),
      maxSizeBytes: z.number().int(),
    })
    .optional(),
  /**
   * Origin of the ids of registered files: the path below the source, as in batches of version
   * 0.1.0, or the place, which for S3 is bucket and key.
   */
  idsFrom: z.enum(['path', 'place']).default('path'),
  /** Without `register`: the properties taken from sources, and headers added to every file. */
  metadata: z.enum(metadataChoices).optional(),
  set: z
    .array(z.object({ glob: z.string().optional(), name: z.string(), value: z.string() }))
    .optional(),
  /** Names that cannot be printed safely, and odd paths; by default `refuse`. */
  names: z.enum(nameChoices).optional(),
  /** Without `register`: how many leading folders of a path its key leaves out. */
  stripFolders: z.number().int().optional(),
  /** Which part of the files this batch takes, out of how many; counted from 1. */
  shard: z.object({ index: z.number().int(), count: z.number().int() }).optional(),
  include: z.array(z.string()),
  exclude: z.array(z.string()),
  /** Rules in order, `+ glob` or `- glob`; the first that matches a path decides. */
  filter: z.array(z.string()).optional(),
  /** Patterns match capitals and small letters alike. */
  ignoreCase: z.boolean().optional(),
  limits: fileLimitsSchema.optional(),
  /** A text file of this machine that names the files, and its SHA-256, hex. */
  filesFrom: z.object({ file: z.string(), sha256: z.string() }).optional(),
  batchSize: z.number().int(),
  onConflict: z.enum(onConflicts),
  maxErrors: z.number().int().optional(),
  /** Nothing becomes visible in the registry until every file is verified. */
  atomic: z.boolean(),
});

/**
 * The outcome of a verification or rollback that the API requested, with its first problems.
 * Without a `result`, the task was refused, or a verification did not go over all of its slices.
 */
const taskSchema = z.object({
  task: z.enum(['verify', 'rollback']),
  startedAt: z.string(),
  finishedAt: z.string().optional(),
  result: z.record(z.string(), z.union([z.number(), z.string()])).optional(),
  problems: z.array(z.string()).optional(),
  /** Of a verification: into how many slices it is cut, and how many files it was begun over. */
  slices: z.number().int().optional(),
  files: z.number().int().optional(),
});

export type BatchTask = z.infer<typeof taskSchema>;

/** The plan of a batch: everything a resume needs except credentials. */
export type BatchPlan = z.infer<typeof planSchema>;

export const batchSchema = z.object({
  batchId: z.string(),
  status: z.enum(batchStatuses),
  /** True while nothing but a dry run was made: its records are `planned` and can be run. */
  dryRun: z.boolean(),
  plan: planSchema,
  /** Set once the whole source was listed; until then a resume lists on after `listedTo`. */
  listed: z.boolean(),
  listedTo: z.string().optional(),
  lease: leaseSchema.optional(),
  /** Atomic batches: every file is verified. From here on, each resume publishes the batch. */
  publishing: z.boolean().optional(),
  lastTask: taskSchema.optional(),
  /** SQL sources: the database its rows live in, since the first command that reached it. */
  database: databaseIdentitySchema.optional(),
  /** Why it stopped, for people: `cancelled by …`, `more than 10 errors`. */
  reason: z.string().optional(),
  /** Partitions of its records: 1 for a single runner, more when a Map writes in parallel. */
  shards: z.int().min(1).default(1),
  createdBy: z.string(),
  createdAt: z.string(),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
  updatedAt: z.string(),
  revision: z.number().int(),
});

export type Batch = z.infer<typeof batchSchema>;

/**
 * One file of a batch. `recordId` derives from the source path: listing twice finds the same
 * record, hence the same key.
 */
export const batchRecordSchema = z.object({
  batchId: z.string(),
  recordId: z.string(),
  path: z.string(),
  key: z.string(),
  status: z.enum(recordStatuses),
  contentType: z.string(),
  /** As listed, or as remembered by the dry run. */
  sizeBytes: z.number().int().optional(),
  modifiedAt: z.string().optional(),
  sourceEtag: z.string().optional(),
  /** SHA-256 of the whole file, base64: of the sent bytes, of the dry run, or of the manifest. */
  sha256: z.string().optional(),
  /** When a dry run read the file: its size and hash are those of that reading, and no promise. */
  readAt: z.string().optional(),
  versionId: z.string().optional(),
  /** ETag of the object under the key. A later batch finds the object in a listing by it. */
  storedEtag: z.string().optional(),
  /** S3's id of the upload in parts that was begun for this file, while it may be unfinished. */
  multipartId: z.string().optional(),
  /** True when this batch made the version; rollback removes nothing else. */
  created: z.boolean().optional(),
  uploadId: z.string().optional(),
  /** Whose the upload becomes where its source says so; else the plan's. */
  ownerId: z.string().optional(),
  partnerId: z.string().optional(),
  attempts: z.number().int(),
  failure: z.object({ code: z.string(), message: z.string() }).optional(),
  /** Why it was skipped, or what changed. */
  reason: z.string().optional(),
  /** SQL sources: the row and column the file is named in, and by which old path (`value`). */
  row: z
    .object({
      table: z.string(),
      id: z.string(),
      column: z.string(),
      index: z.number().int().optional(),
      value: z.string(),
    })
    .optional(),
  updatedAt: z.string(),
});

export type BatchRecord = z.infer<typeof batchRecordSchema>;
