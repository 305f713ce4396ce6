import { DirectorySource } from '../adapters/sources/directory.ts';
import type { HttpPolicy } from '../adapters/sources/http-guard.ts';
import type { FileSource, SourceRows } from '../core/bulk-ports.ts';
import type { BatchPlan } from '../core/model/batch.ts';
import { CommandProblem } from './command-problem.ts';

type SourceOptions = BatchPlan['source']['options'];

/** Which web servers a source may be read from. */
export const httpPolicyOf = ({ allowHosts, allowPrivate }: SourceOptions): HttpPolicy | undefined =>
  allowHosts === undefined ? undefined : { allowedHosts: allowHosts.split(','), allowPrivate: allowPrivate === 'true' };

const openHttp = async (options: SourceOptions): Promise<FileSource> => {
  const { HttpSource } = await import('../adapters/sources/http.ts');
  return new HttpSource({
    baseUrl: options.url ?? '',
    manifest: options.manifest ?? '',
    policy: httpPolicyOf(options) ?? { allowedHosts: [] },
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

const openSql = async (options: SourceOptions): Promise<FileSource> => {
  const { SqlSource } = await import('../adapters/sources/sql.ts');
  const { table = '', id = '', column = '', root = '' } = options;
  const http = httpPolicyOf(options);
  return new SqlSource({ url: databaseUrl(options), table, id, column, root, ...(http && { http }) });
};

/** Opens the source a batch was planned with. Throws `CommandProblem`, `InvalidInput`. */
export const openSource = async ({ source: { kind, options } }: BatchPlan): Promise<FileSource> => {
  switch (kind) {
    case 'directory':
      if (options.root === undefined) throw new CommandProblem('The batch does not say which folder it came from.');
      return new DirectorySource(options.root);
    case 'http':
      return openHttp(options);
    case 's3':
      return openS3(options);
    case 'sql':
      return openSql(options);
  }
};

/** The rows that name a SQL source's files, to be told where these went. */
export const openRows = async ({ source, target }: BatchPlan): Promise<SourceRows | undefined> => {
  if (source.kind !== 'sql') return undefined;
  const { PostgresRows } = await import('../adapters/sql/postgres-rows.ts');
  const { table = '', id = '', column = '' } = source.options;
  return new PostgresRows({ url: databaseUrl(source.options), table, id, column, urlOf: (key) => `s3://${target.bucket}/${key}` });
};
