import type { HttpPolicy } from '../../../adapters/aws/http-guard.ts';
import type { BatchPlan } from '../../../core/bulk/model/batch.ts';
import { CommandProblem } from '../../command-problem.ts';
import { textsOf } from '../../option-values.ts';
import type { Options, Values } from '../../options.ts';
import { isWeb } from '../../web-address.ts';

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

/** These hosts and those of the options. Without any, the web may not be read. */
export const allowedHosts = (own: readonly string[], values: Values): AllowedHosts => {
  const allowHosts = [...own, ...textsOf(values, 'allow-host')];
  return {
    ...(allowHosts.length > 0 && { allowHosts }),
    ...(values['allow-private'] === true && { allowPrivate: true }),
  };
};

const headerLine = /^([\w-]+):[ \t]*([\x20-\x7e]+)$/;

/**
 * Which web servers a plan's files may be read from, and how much of one: no more than their
 * category allows. `base`: where the source's own paths begin.
 */
export const httpPolicyOf = (
  { allowHosts, allowPrivate = false }: AllowedHosts,
  { register }: Pick<BatchPlan, 'register'>,
  base?: string,
): HttpPolicy | undefined =>
  allowHosts && {
    allowedHosts: allowHosts,
    allowPrivate,
    ...(register && { maxBytes: register.maxSizeBytes }),
    ...headersFor(base, allowPrivate),
  };

/**
 * Headers of the environment for the server at a base URL: a session's cookie, or Basic
 * authentication. Other hosts get none of them. Throws `CommandProblem`.
 */
const headersFor = (
  base: string | undefined,
  allowPrivate: boolean,
): Pick<HttpPolicy, 'access'> => {
  const { KEEPSAKE_SOURCE_HEADERS: text } = process.env;
  if (!text?.trim() || base === undefined || !isWeb(base)) return {};
  const { protocol, host } = new URL(base);
  if (protocol === 'http:' && !allowPrivate)
    throw new CommandProblem('KEEPSAKE_SOURCE_HEADERS is sent over https only.');
  return {
    access: { [host]: { headers: Object.fromEntries(text.trim().split('\n').map(headerOf)) } },
  };
};

/** Throws `CommandProblem`, which repeats nothing of the line. */
const headerOf = (line: string, index: number): [string, string] => {
  const [, name, value] = headerLine.exec(line.trim()) ?? [];
  if (name !== undefined && value !== undefined) return [name.toLowerCase(), value];
  throw new CommandProblem(`Line ${index + 1} of KEEPSAKE_SOURCE_HEADERS is not 'Name: value'.`);
};
