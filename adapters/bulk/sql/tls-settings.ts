import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, getCACertificates, type SecureVersion } from 'node:tls';
import { InvalidInput } from '../../../core/errors.ts';

/** The modes of libpq, in order of strength. */
const modes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;

/** How a connection is protected: `false` is plaintext. */
export type Protection = false | ConnectionOptions;

/** Parameters of a URL that say how a connection is protected; the driver is not to read them. */
export const tlsParameters = [
  'ssl',
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'sslpassword',
  'sslcrl',
  'ssl_min_protocol_version',
  'ssl_max_protocol_version',
  'uselibpqcompat',
] as const;

type Parameter = (typeof tlsParameters)[number];

/** The environment's names, as libpq's. */
const variables: Partial<Record<Parameter, string>> = {
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  sslcrl: 'PGSSLCRL',
  ssl_min_protocol_version: 'PGSSLMINPROTOCOLVERSION',
  ssl_max_protocol_version: 'PGSSLMAXPROTOCOLVERSION',
};

/** Files libpq looks for when nothing names them. */
const defaultFiles = {
  sslrootcert: 'root.crt',
  sslcert: 'postgresql.crt',
  sslkey: 'postgresql.key',
  sslcrl: 'root.crl',
} as const;

type Surroundings = { env?: NodeJS.ProcessEnv; home?: string };

/** True for an address that only this machine can reach. */
export const isLoopback = (host: string): boolean =>
  host.startsWith('/') || host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host);

/**
 * The protections to try for a connection to `host`, in libpq's order for every `sslmode`. Without
 * a mode, other machines are reached over TLS only. Throws `InvalidInput`.
 */
export const protectionsOf = (
  url: string,
  host: string,
  surroundings: Surroundings = {},
): Protection[] => new TlsSettings(url, host, surroundings).protections();

type Mode = (typeof modes)[number];

type FileParameter = keyof typeof defaultFiles;

/** One URL's parameters, its environment and its files. */
class TlsSettings {
  readonly #parameters: URLSearchParams;
  readonly #env: NodeJS.ProcessEnv;
  readonly #home: string;
  readonly #host: string;

  constructor(url: string, host: string, { env = process.env, home = homedir() }: Surroundings) {
    this.#parameters = new URL(url).searchParams;
    this.#env = env;
    this.#home = home;
    this.#host = host;
  }

  protections(): Protection[] {
    // A Unix socket does not leave the machine, and has no TLS.
    if (this.#host.startsWith('/')) return [false];
    const mode = this.#mode();
    // Invalid parameters are reported whether or not the server offers TLS.
    if (mode === 'disable') return [false];
    const tls = this.#options(mode);
    if (mode === 'allow') return [false, tls];
    return mode === 'prefer' ? [tls, false] : [tls];
  }

  /** Where nothing is said, plaintext stays on this machine. */
  #mode(): Mode {
    const said = this.#text('sslmode') ?? this.#jdbcMode();
    if (said === undefined) {
      if (this.#isSystem()) return 'verify-full';
      return isLoopback(this.#host) ? 'prefer' : 'require';
    }
    const mode = modes.find((known) => known === said);
    if (!mode) throw refuse(`sslmode must be one of ${modes.join(', ')}, not '${said}'.`);
    if (this.#isSystem() && mode !== 'verify-full')
      throw refuse(`sslrootcert=system needs sslmode=verify-full, not ${mode}.`);
    return mode;
  }

  /** As libpq reads URLs of JDBC. */
  #jdbcMode(): string | undefined {
    const ssl = this.#parameters.get('ssl');
    if (ssl === null) return undefined;
    if (ssl === 'true' || ssl === '1') return 'require';
    throw refuse(`ssl=${ssl} means nothing to libpq. Write sslmode=${modes.join('|')}.`);
  }

  #options(mode: Mode): ConnectionOptions {
    const ca = this.#authorities(mode);
    const cert = this.#file('sslcert');
    const key = cert && this.#file('sslkey');
    const crl = ca && this.#file('sslcrl');
    const passphrase = this.#parameters.get('sslpassword');
    return {
      ...this.#verification(mode, ca),
      ...(cert && { cert }),
      ...(key && { key }),
      ...(crl && { crl }),
      ...(passphrase !== null && { passphrase }),
      ...this.#versions(),
    };
  }

  /** As in libpq, weaker modes verify the certificate, too, when an authority is known. */
  #verification(mode: Mode, ca: string | string[] | undefined): ConnectionOptions {
    if (mode === 'verify-full') return { ca };
    return ca === undefined
      ? { rejectUnauthorized: false }
      : { ca, checkServerIdentity: () => undefined };
  }

  #authorities(mode: Mode): string | string[] | undefined {
    if (this.#isSystem()) return getCACertificates('system');
    const ca = this.#file('sslrootcert');
    if (ca === undefined && (mode === 'verify-ca' || mode === 'verify-full'))
      throw refuse(
        `sslmode=${mode} needs the certificate of the server's authority. Name its file with ` +
          `sslrootcert or PGSSLROOTCERT, or write sslmode=verify-full&sslrootcert=system.`,
      );
    return ca;
  }

  #versions(): ConnectionOptions {
    const [least, most] = [
      this.#text('ssl_min_protocol_version'),
      this.#text('ssl_max_protocol_version'),
    ];
    return {
      ...(least !== undefined && { minVersion: least as SecureVersion }),
      ...(most !== undefined && { maxVersion: most as SecureVersion }),
    };
  }

  #isSystem(): boolean {
    return this.#text('sslrootcert') === 'system';
  }

  /** A file that is named must be there; one that is not named may be. */
  #file(parameter: FileParameter): string | undefined {
    const named = this.#text(parameter);
    const file = named ?? join(this.#home, '.postgresql', defaultFiles[parameter]);
    if (named === undefined && !existsSync(file)) return undefined;
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw refuse(`${parameter} ${file} cannot be read (${code}).`);
    }
  }

  #text(parameter: Parameter): string | undefined {
    const variable = variables[parameter];
    const value = this.#parameters.get(parameter) ?? (variable && this.#env[variable]);
    return value || undefined;
  }
}

const refuse = (message: string): InvalidInput => InvalidInput.of('database', message);

/** The URL without what `protectionsOf` reads: the driver means something else by it. */
export const withoutTls = (url: string): string => {
  const bare = new URL(url);
  for (const parameter of tlsParameters) bare.searchParams.delete(parameter);
  return bare.href;
};
