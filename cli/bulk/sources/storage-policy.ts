import type { HostAccess, HttpPolicy } from '../../../adapters/aws/http-guard.ts';
import type { BatchPlan } from '../../../core/bulk/model/batch.ts';
import { CommandProblem } from '../../command-problem.ts';
import { httpPolicyOf } from './web-hosts.ts';

type Storage = { endpoint: string; allowPrivate: boolean | undefined; plan: BatchPlan };

/**
 * Reads from the host of one object storage, with these secrets. `what` begins the refusal of plain
 * http, where others could read along. Throws `CommandProblem`.
 */
export const storagePolicy = (
  what: string,
  { endpoint, allowPrivate, plan }: Storage,
  secrets: HostAccess,
): HttpPolicy => {
  const { host, protocol } = new URL(endpoint);
  if (protocol === 'http:' && !allowPrivate)
    throw new CommandProblem(`${what} sent over https only.`);
  const policy = httpPolicyOf({ allowHosts: [host], allowPrivate }, plan);
  return { allowedHosts: [host], ...policy, access: { [host]: secrets } };
};
