import { readFileSync } from 'node:fs';
import type { AgentOptions } from 'node:https';
import type { HttpProxy } from '../adapters/bulk/transfer/http/tunnel.ts';
import { CommandProblem } from './command-problem.ts';
import { exitCodes } from './exit-codes.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The proxy that `HTTPS_PROXY` names for a URL. Throws `CommandProblem`. */
export const proxyFor = (url: URL, env: Environment = process.env): HttpProxy | undefined => {
  const named = variable(env, 'HTTPS_PROXY');
  if (url.protocol !== 'https:' || named === undefined || isDirect(env, url)) return undefined;
  const proxy = readProxy(named, url.hostname);
  const user = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return {
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: Number(proxy.port) || 80,
    ...(proxy.username !== '' && {
      authorization: `Basic ${Buffer.from(user).toString('base64')}`,
    }),
  };
};

/** Tools spell these variables in small letters, too; the small one comes first. */
const variable = (env: Environment, name: string): { name: string; text: string } | undefined => {
  for (const spelled of [name.toLowerCase(), name]) {
    const text = env[spelled];
    if (text) return { name: spelled, text };
  }
  return undefined;
};

/** `NO_PROXY`: hosts, `.domains` and `*`, with a port or without, separated by commas. */
const isDirect = (env: Environment, { hostname, port }: URL): boolean =>
  (variable(env, 'NO_PROXY')?.text.split(/[\s,]+/) ?? [])
    .filter((entry) => entry !== '')
    .some((entry) => {
      const [, name = entry, wantedPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
      if (wantedPort !== undefined && wantedPort !== (port || '443')) return false;
      const domain = name.replace(/^\*?\./, '').toLowerCase();
      return name === '*' || hostname === domain || hostname.endsWith(`.${domain}`);
    });

/** Throws `CommandProblem`, which never quotes the variable: a password may stand in it. */
const readProxy = ({ name, text }: { name: string; text: string }, host: string): URL => {
  const proxy = URL.canParse(text) ? new URL(text) : undefined;
  const problem = problemWith(proxy);
  if (proxy && problem === undefined) return proxy;
  throw new CommandProblem(
    `${name} ${problem}. Set it to a URL such as http://proxy.example.com:3128, or add ${host} ` +
      'to NO_PROXY.',
  );
};

/** The fault in the address of a proxy, as the end of a sentence. */
const problemWith = (proxy: URL | undefined): string | undefined => {
  if (!proxy || proxy.port === '0') return 'must be a URL with a host and a port from 1 to 65535';
  if (proxy.protocol !== 'http:') return 'must begin with http://';
  return isEncoded(proxy.username) && isEncoded(proxy.password)
    ? undefined
    : 'has a user or a password with a bare % in it, which is written %25 in a URL';
};

const isEncoded = (text: string): boolean => {
  try {
    return decodeURIComponent(text) !== undefined;
  } catch {
    return false;
  }
};

/** Node's error for a proxy that opens no tunnel as a message. Any other error stays as it is. */
export const asProxyProblem = (error: unknown): unknown => {
  if (!(error instanceof Error)) return error;
  const { code, message, cause } = error as NodeJS.ErrnoException;
  if (code !== 'ERR_PROXY_TUNNEL' && !code?.startsWith('EPROXY')) return error;
  // Node's own tunnels say it themselves, the engine's in what the connection was lost by.
  const [, answer = 'no answer'] = /HTTP\/1\.[01] (.*)/.exec(`${message} ${cause}`) ?? [];
  return new CommandProblem(
    `The proxy that HTTPS_PROXY names opens no tunnel (${answer}). Correct HTTPS_PROXY, or ` +
      'have the proxy allow the host.',
    exitCodes.transient,
    error,
  );
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

/**
 * How the SDK's clients reach an address: by the proxy and with the certificates that the
 * environment names. Throws `CommandProblem`.
 */
export const tlsOf = (url: URL): AgentOptions => {
  const [ca, proxy] = [caBundle(), proxyFor(url)];
  return { ...(ca !== undefined && { ca }), ...(proxy && { proxyEnv: process.env }) };
};
