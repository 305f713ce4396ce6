import type { HttpPolicy } from '../../../adapters/aws/http-guard.ts';
import type { BatchPlan } from '../../../core/bulk/model/batch.ts';
import { textsOf } from '../../option-values.ts';
import type { Options, Values } from '../../options.ts';

/** Options of every source whose files may be on web servers. */
export const hostOptions = {
  'allow-host': {
    type: 'string',
    multiple: true,
    value: 'host',
    help: 'https, postgres: another host that may be read',
  },
  'allow-private': { type: 'boolean', help: 'https, postgres: hosts may be on private networks' },
} as const satisfies Options;

type AllowedHosts = { allowHosts?: string[] | undefined; allowPrivate?: boolean | undefined };

/** These hosts, and those the options add; none are no right to read the web. */
export const allowedHosts = (own: readonly string[], values: Values): AllowedHosts => {
  const allowHosts = [...own, ...textsOf(values, 'allow-host')];
  return {
    ...(allowHosts.length > 0 && { allowHosts }),
    ...(values['allow-private'] === true && { allowPrivate: true }),
  };
};

/**
 * Which web servers a plan's files may be read from, and how much of one: no more than their
 * category allows.
 */
export const httpPolicyOf = (
  { allowHosts, allowPrivate = false }: AllowedHosts,
  { register }: Pick<BatchPlan, 'register'>,
): HttpPolicy | undefined =>
  allowHosts && {
    allowedHosts: allowHosts,
    allowPrivate,
    ...(register && { maxBytes: register.maxSizeBytes }),
  };
