import { homedir } from 'node:os';
import path from 'node:path';

const proxies = /^(https?|all|no)_proxy$/i;

/**
 * What npm needs of somebody's environment to reach their registry: proxies, certificates and its
 * own settings. A synthesis may run npm, and it runs with another home.
 */
export const npmEnvironment = (
  own: NodeJS.ProcessEnv,
  endpoint: string,
  home = homedir(),
): NodeJS.ProcessEnv => {
  const kept = Object.fromEntries(Object.entries(own).filter(([name]) => needed(name)));
  const direct = [own.no_proxy ?? own.NO_PROXY ?? [], unproxied(endpoint)].flat().join(',');
  return {
    npm_config_userconfig: path.join(home, '.npmrc'),
    ...kept,
    NO_PROXY: direct,
    no_proxy: direct,
  };
};

const needed = (name: string): boolean =>
  proxies.test(name) || /^npm_config_/i.test(name) || name === 'NODE_EXTRA_CA_CERTS';

/** This machine and the endpoint are never behind a proxy. */
const unproxied = (endpoint: string): string[] => [
  ...new Set(['localhost', '127.0.0.1', '::1', new URL(endpoint).hostname]),
];
