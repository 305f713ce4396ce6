import type { BatchPlan } from '../../core/bulk/model/batch.ts';
import { type Access, hasSourceKeys, sourceAccess } from '../aws-access.ts';
import { CommandProblem } from '../command-problem.ts';
import type { Options } from '../options.ts';

/** Of commands that send files. */
export const copyOptions = {
  'server-side': {
    type: 'boolean',
    help: 'between buckets of one service: S3 copies the files, bypassing this machine',
  },
} as const satisfies Options;

const why = '--server-side lets S3 copy the files by itself. ';

/**
 * Throws `CommandProblem` unless source and destination are buckets of one service that the same
 * credentials reach: the destination reads the source.
 */
export const assertOneService = async ({ source }: BatchPlan, target: Access): Promise<void> => {
  if (source.kind !== 's3') throw new CommandProblem(`${why}The source must be s3://…`);
  if (source.options.profile !== undefined || hasSourceKeys(process.env))
    throw new CommandProblem(`${why}Source and destination must have the same credentials.`);
  if (source.options.requesterPays)
    throw new CommandProblem(`${why}It does not go with --source-requester-pays.`);
  const { endpoint } = await sourceAccess(source.options);
  if (addressOf(endpoint) !== addressOf(target.endpoint))
    throw new CommandProblem(`${why}Source and destination must have the same endpoint.`);
};

const addressOf = (endpoint: string | undefined): string | undefined =>
  endpoint === undefined ? undefined : new URL(endpoint).href;
