import { readFileSync } from 'node:fs';
import type { HttpProxy } from '../adapters/bulk/transfer/http/tunnel.ts';
import { CommandProblem } from './command-problem.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Tools spell these variables in small letters, too; the small one comes first. */
const variable = (env: Environment, name: string): string | undefined =>
  env[name.toLowerCase()] || env[name] || undefined;

/** `NO_PROXY`: hosts, `.domains` and `*`, with a port or without, separated by commas. */
const isDirect = (env: Environment, { hostname, port }: URL): boolean =>
  (variable(env, 'NO_PROXY') ?? '')
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      const [, name = entry, wantedPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
      if (wantedPort !== undefined && wantedPort !== (port || '443')) return false;
      const domain = name.replace(/^\*?\./, '').toLowerCase();
      return name === '*' || hostname === domain || hostname.endsWith(`.${domain}`);
    });

/** The proxy that `HTTPS_PROXY` names for a URL. Throws `CommandProblem`. */
export const proxyFor = (url: URL, env: Environment = process.env): HttpProxy | undefined => {
  const text = variable(env, 'HTTPS_PROXY');
  if (url.protocol !== 'https:' || text === undefined || isDirect(env, url)) return undefined;
  const proxy = URL.canParse(text) ? new URL(text) : undefined;
  if (proxy?.protocol !== 'http:')
    throw new CommandProblem('HTTPS_PROXY must be a URL such as http://proxy.example.com:3128.');
  const user = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return {
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: Number(proxy.port) || 80,
    ...(proxy.username !== '' && {
      authorization: `Basic ${Buffer.from(user).toString('base64')}`,
    }),
  };
};

/** The certificates of `AWS_CA_BUNDLE`, in PEM. Throws `CommandProblem`. */
export const caBundle = (env: Environment = process.env): string | undefined => {
  const file = env.AWS_CA_BUNDLE;
  if (!file) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new CommandProblem(`AWS_CA_BUNDLE ${file} cannot be read (${code}).`, undefined, cause);
  }
};
