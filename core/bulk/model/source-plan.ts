import * as z from 'zod';

/** Batches of version 0.1.0 hold a list as text with commas. */
const list = z.union([z.array(z.string()), z.string().transform((text) => text.split(','))]);

/** Batches of version 0.1.0 hold a flag as `'true'` or `'false'`. */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')]);

/** Which web servers may be read. */
const webOptions = { allowHosts: list.optional(), allowPrivate: flag.optional() };

/** The one object below the prefix that is wanted, as a path. */
const objectFile = z.string().optional();

/** The plan of one kind of source, with the options that open it again. */
const planOf = <Kind extends string, Options extends z.ZodRawShape>(kind: Kind, options: Options) =>
  z.object({ kind: z.literal(kind), description: z.string(), options: z.object(options) });

const directorySchema = planOf('directory', {
  /** An absolute folder. */
  root: z.string(),
  /** The one file below it that is wanted. */
  file: z.string().optional(),
  /** Links lead on, also out of the folder. */
  followLinks: flag.optional(),
});

const httpSchema = planOf('http', {
  /** The base URL. */
  url: z.string(),
  /** A file of this machine. */
  manifest: z.string(),
  ...webOptions,
});

const s3Schema = planOf('s3', {
  bucket: z.string(),
  /** Empty, or ending in `/`. */
  prefix: z.string(),
  file: objectFile,
  endpoint: z.string().optional(),
  region: z.string().optional(),
  /** Where the bucket's name stands at the endpoint. */
  addressing: z.enum(['path', 'virtual']).optional(),
  /** The profile of this machine whose credentials read it. */
  profile: z.string().optional(),
  /** Whoever reads the bucket pays for it, and says so with each request. */
  requesterPays: flag.optional(),
  /** A list of the objects that are wanted, read by a stage's workflow. */
  manifestBucket: z.string().optional(),
  manifestKey: z.string().optional(),
  /** The list is a report of S3 Inventory. */
  inventory: flag.optional(),
});

const azureSchema = planOf('azure', {
  account: z.string(),
  container: z.string(),
  prefix: z.string().optional(),
  file: objectFile,
  /** The account's, where it is not that of the public cloud. */
  endpoint: z.string().optional(),
  allowPrivate: flag.optional(),
});

const googleSchema = planOf('google', {
  bucket: z.string(),
  prefix: z.string().optional(),
  file: objectFile,
  /** Where it is not Google's own. */
  endpoint: z.string().optional(),
  allowPrivate: flag.optional(),
});

const sftpSchema = planOf('sftp', {
  host: z.string(),
  port: z.number().optional(),
  user: z.string().optional(),
  /** Absolute, or from the user's home folder. */
  path: z.string(),
  /** A configuration file of OpenSSH on this machine. */
  sshConfig: z.string().optional(),
  followLinks: flag.optional(),
});

const sqlSchema = planOf('sql', {
  /** Without passwords. */
  url: z.string(),
  table: z.string(),
  id: z.string(),
  column: z.string(),
  /** A folder or a base URL. */
  root: z.string(),
  ownerColumn: z.string().optional(),
  partnerColumn: z.string().optional(),
  typeColumn: z.string().optional(),
  /** Rows whose time is past are left out. */
  expiryColumn: z.string().optional(),
  /** Parts of a key: the path in the row, or the row's id and the path. */
  keys: z.enum(['id', 'path']).optional(),
  /** Left out at the beginning of paths, before keys are made of them. */
  stripPrefix: z.string().optional(),
  /** The URL of a file for the row, with `{key}`, `{bucket}`. */
  publicUrl: z.string().optional(),
  /** The column of new URLs gets an index. */
  indexUrls: flag.optional(),
  ...webOptions,
});

/** Options that open a source again, by its kind, without credentials. */
export const sourcePlanSchema = z.discriminatedUnion('kind', [
  directorySchema,
  httpSchema,
  s3Schema,
  sqlSchema,
  azureSchema,
  googleSchema,
  sftpSchema,
]);

export type SourcePlan = z.infer<typeof sourcePlanSchema>;

/** Where files can come from. */
export type SourceKind = SourcePlan['kind'];

/** The plan of one kind of source. */
export type SourcePlanOf<Kind extends SourceKind> = Extract<SourcePlan, { kind: Kind }>;

/** True for object storage, whose prefix may be one object. */
export const isBucket = (source: SourcePlan): source is SourcePlanOf<'s3' | 'google' | 'azure'> =>
  ['s3', 'google', 'azure'].includes(source.kind);

/** The bucket a batch reads. Throws for other sources: a stage's functions read buckets only. */
export const bucketOf = (source: SourcePlan): SourcePlanOf<'s3'>['options'] => {
  if (source.kind === 's3') return source.options;
  throw new Error(`${source.description} is not a bucket`);
};
