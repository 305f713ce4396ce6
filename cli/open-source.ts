import { DirectorySource } from '../adapters/sources/directory.ts';
import type { HttpPolicy } from '../adapters/sources/http-guard.ts';
import type { FileSource, SourceRows } from '../core/bulk-ports.ts';
import type { BatchPlan } from '../core/model/batch.ts';
import { CommandProblem } from './command-problem.ts';

type SourceOptions = BatchPlan['source']['options'];

/** Which web servers a plan's files may be read from, and how much of one: no more than their category allows. */
export const httpPolicyOf = ({ source, register }: Pick<BatchPlan, 'source' | 'register'>): HttpPolicy | undefined => {
  const { allowHosts, allowPrivate } = source.options;
  if (allowHosts === undefined) return undefined;
  return {
    allowedHosts: allowHosts.split(','),
    allowPrivate: allowPrivate === 'true',
    ...(register && { maxBytes: register.maxSizeBytes }),
  };
};

const openHttp = async (plan: BatchPlan): Promise<FileSource> => {
  const { options } = plan.source;
  const { HttpSource } = await import('../adapters/sources/http.ts');
  return new HttpSource({
    baseUrl: options.url ?? '',
    manifest: options.manifest ?? '',
    policy: httpPolicyOf(plan) ?? { allowedHosts: [] },
  });
};

const openS3 = async ({ bucket = '', prefix = '', ...options }: SourceOptions): Promise<FileSource> => {
  const { S3Source } = await import('../adapters/sources/s3.ts');
  const { s3ClientOf, sourceAccess } = await import('./aws-access.ts');
  const { endpoint } = options;
  return new S3Source(await s3ClientOf(await sourceAccess(options)), { bucket, prefix, ...(endpoint !== undefined && { endpoint }) });
};

/** A password is nowhere on record: it comes with the environment. */
export const databaseUrl = ({ url = '' }: SourceOptions): string => {
  const password = process.env.PGPASSWORD;
  if (process.env.KEEPSAKE_SOURCE_URL) return process.env.KEEPSAKE_SOURCE_URL;
  if (password === undefined) return url;
  const withPassword = new URL(url);
  withPassword.password = encodeURIComponent(password);
  return withPassword.href;
};

const openSql = async (plan: BatchPlan): Promise<FileSource> => {
  const { options } = plan.source;
  const { SqlSource } = await import('../adapters/sources/sql.ts');
  const { table = '', id = '', column = '', root = '' } = options;
  const http = httpPolicyOf(plan);
  return new SqlSource({ url: databaseUrl(options), table, id, column, root, ...(http && { http }) });
};

/** Opens the source a batch was planned with. Throws `CommandProblem`, `InvalidInput`. */
export const openSource = async (plan: BatchPlan): Promise<FileSource> => {
  const { kind, options } = plan.source;
  switch (kind) {
    case 'directory':
      if (options.root === undefined) throw new CommandProblem('The batch does not say which folder it came from.');
      return new DirectorySource(options.root);
    case 'http':
      return openHttp(plan);
    case 's3':
      return openS3(options);
    case 'sql':
      return openSql(plan);
  }
};

/** The rows that name a SQL source's files, to be told where these went. */
export const openRows = async ({ source, target }: BatchPlan): Promise<SourceRows | undefined> => {
  if (source.kind !== 'sql') return undefined;
  const { PostgresRows } = await import('../adapters/sql/postgres-rows.ts');
  const { table = '', id = '', column = '' } = source.options;
  return new PostgresRows({ url: databaseUrl(source.options), table, id, column, urlOf: (key) => `s3://${target.bucket}/${key}` });
};
