import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { InvalidInput, TransientFault } from '../../core/errors.ts';
import { refusedAddress } from './address-guard.ts';

/** A Google service account that signs tokens for a host. `privateKey` is a PEM. */
export type ServiceAccount = { email: string; keyId: string; privateKey: string };

/**
 * Secrets that one host is sent with every request: headers, and parameters of the URL. No record,
 * message or location contains them.
 */
export type HostAccess = {
  headers?: Readonly<Record<string, string>>;
  parameters?: Readonly<Record<string, string>>;
  serviceAccount?: ServiceAccount;
  /** The host is object storage: its answers tell of objects, and not only of files. */
  storage?: 'azure' | 'google';
};

/** Which servers may be asked, and how patiently. Plain data, so worker threads can have it. */
export type HttpPolicy = {
  /**
   * Hosts as URLs write them (`media.example.com`, `10.0.0.7:8080`); a port has to be named unless
   * it is the scheme's own.
   */
  allowedHosts: readonly string[];
  /** By host, written as in `allowedHosts`. */
  access?: Readonly<Record<string, HostAccess>>;
  /** Lets the allowed hosts be on loopback or private networks. */
  allowPrivate?: boolean;
  /** Largest file; 5 TB by default. */
  maxBytes?: number;
  /** Longest time for one file; a day by default. */
  maxMs?: number;
  /** Longest silence before and within an answer; 30 s by default. */
  idleMs?: number;
  /** Slowest pace, after a wait longer than `idleMs`; 1,024 bytes a second by default. */
  minBytesPerSecond?: number;
};

type Address = { address: string; family: number };

/** Asks for all addresses of a name. */
export type Resolve = (host: string) => Promise<readonly Address[]>;

/** The resolver of this machine. */
export const systemResolve: Resolve = (host) => lookup(host, { all: true, verbatim: true });

/**
 * The URL, when the policy lets it be asked for. Throws `InvalidInput`; messages name the host, and
 * nothing else of the URL.
 */
export function allowedUrl(text: string, { allowedHosts, allowPrivate = false }: HttpPolicy): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw refuse('A source must be an https or http URL.');
  if (url.username !== '' || url.password !== '')
    throw refuse(`Leave user name and password out of the URL of ${url.host}.`);
  if (!allowedHosts.includes(url.host))
    throw refuse(`${url.host} is not on the list of allowed hosts. Add it if it is meant.`);
  const reason = isIP(bareHost(url)) ? refusedAddress(bareHost(url), allowPrivate) : undefined;
  if (reason) throw refuse(`${url.host} is ${reason}.`);
  return url;
}

const refuse = (message: string): InvalidInput => InvalidInput.of('url', message);

/** The host without the brackets of an IPv6 address. */
const bareHost = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/**
 * A look-up for sockets: the address that was checked is the one that is connected to, so no second
 * answer of DNS can move it.
 */
export const guardedLookup =
  (policy: HttpPolicy, resolve: Resolve): LookupFunction =>
  (host, { all }, answer) => {
    checkedAddresses(host, policy, resolve).then(
      (found) => (all ? answer(null, found) : answer(null, found[0].address, found[0].family)),
      (error: NodeJS.ErrnoException) => answer(error, ''),
    );
  };

/**
 * Every address of a host, all of them allowed: one that is not means that the name is not what it
 * seems. Throws `InvalidInput`, `TransientFault`.
 */
async function checkedAddresses(
  host: string,
  policy: HttpPolicy,
  resolve: Resolve,
): Promise<[Address, ...Address[]]> {
  const [first, ...others] = await resolve(host).catch((error: NodeJS.ErrnoException) => {
    throw new TransientFault(
      `The name ${host} could not be resolved (${error.code ?? error.name}). Try again later.`,
      { cause: error },
    );
  });
  if (!first) throw new TransientFault(`The name ${host} has no address now. Try again later.`);
  for (const { address } of [first, ...others]) {
    const reason = refusedAddress(address, policy.allowPrivate ?? false);
    if (reason) throw refuse(`${host} leads to ${reason}; it was not asked.`);
  }
  return [first, ...others];
}
