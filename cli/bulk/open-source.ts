import { DirectorySource } from '../../adapters/bulk/sources/directory.ts';
import type { HttpPolicy } from '../../adapters/bulk/sources/http-guard.ts';
import type { BatchPlan } from '../../core/bulk/model/batch.ts';
import type { FileSource } from '../../core/bulk/ports.ts';
import { CommandProblem } from '../command-problem.ts';
import { type DatabaseAccess, databaseUrl } from './database-url.ts';

type SourceOptions = BatchPlan['source']['options'];

/**
 * Which web servers a plan's files may be read from, and how much of one: no more than their
 * category allows.
 */
export const httpPolicyOf = ({
  source,
  register,
}: Pick<BatchPlan, 'source' | 'register'>): HttpPolicy | undefined => {
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
  const { HttpSource } = await import('../../adapters/bulk/sources/http.ts');
  return new HttpSource({
    baseUrl: options.url ?? '',
    manifest: options.manifest ?? '',
    policy: httpPolicyOf(plan) ?? { allowedHosts: [] },
  });
};

const openS3 = async ({
  bucket = '',
  prefix = '',
  ...options
}: SourceOptions): Promise<FileSource> => {
  const { S3Source } = await import('../../adapters/bulk/sources/s3.ts');
  const { s3ClientOf, sourceAccess } = await import('../aws-access.ts');
  const { endpoint } = options;
  return new S3Source(await s3ClientOf(await sourceAccess(options)), {
    bucket,
    prefix,
    ...(endpoint !== undefined && { endpoint }),
  });
};

const openSql = async (plan: BatchPlan, access: DatabaseAccess): Promise<FileSource> => {
  const { options } = plan.source;
  const { SqlSource } = await import('../../adapters/bulk/sources/sql.ts');
  const { table = '', id = '', column = '', root = '', ownerColumn, partnerColumn } = options;
  const owners = {
    ...(ownerColumn !== undefined && { owner: ownerColumn }),
    ...(partnerColumn !== undefined && { partner: partnerColumn }),
  };
  const http = httpPolicyOf(plan);
  return new SqlSource({
    url: databaseUrl(plan, access),
    table,
    id,
    column,
    root,
    owners,
    ...(http && { http }),
  });
};

/**
 * Opens the source a batch was planned with; `access`: what the command at hand says of a
 * database. Throws `CommandProblem`, `InvalidInput`.
 */
export const openSource = async (
  plan: BatchPlan,
  access: DatabaseAccess = {},
): Promise<FileSource> => {
  const { kind, options } = plan.source;
  switch (kind) {
    case 'directory':
      if (options.root === undefined)
        throw new CommandProblem('The batch does not say which folder it came from.');
      return new DirectorySource(options.root);
    case 'http':
      return openHttp(plan);
    case 's3':
      return openS3(options);
    case 'sql':
      return openSql(plan, access);
  }
};
