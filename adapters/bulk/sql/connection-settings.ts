import { InvalidInput } from '../../../core/errors.ts';
import { tlsParameters } from './tls-settings.ts';

const bindings = ['prefer', 'disable', 'require'] as const;
const attributes = [
  'any',
  'read-write',
  'read-only',
  'primary',
  'standby',
  'prefer-standby',
] as const;

export type ChannelBinding = (typeof bindings)[number];
export type SessionAttributes = (typeof attributes)[number];

/** Settings of a connection that a URL and the environment give, besides its address and TLS. */
export type ConnectionSettings = {
  channelBinding: ChannelBinding;
  /** 0: as long as it takes. */
  connectTimeoutMs: number;
  sessionAttributes: SessionAttributes;
  keepAlive: boolean;
  keepAliveIdleMs: number;
};

/** Parameters that the driver reads, of libpq's and of its own. */
const driverParameters = [
  'user',
  'password',
  'host',
  'port',
  'options',
  'application_name',
  'fallback_application_name',
  'statement_timeout',
  'lock_timeout',
  'idle_in_transaction_session_timeout',
  'query_timeout',
];

/** Parameters that are read here, with the environment's names. */
const ownParameters = {
  channel_binding: 'PGCHANNELBINDING',
  connect_timeout: 'PGCONNECT_TIMEOUT',
  target_session_attrs: 'PGTARGETSESSIONATTRS',
  keepalives: undefined,
  keepalives_idle: undefined,
} as const;

type OwnParameter = keyof typeof ownParameters;

type Fixed = { variable?: string; means?: readonly string[] };

/**
 * Parameters of libpq that change nothing here. `means`: values that ask for what this client does
 * anyway. Any other value is refused.
 */
const fixedParameters: Readonly<Record<string, Fixed>> = {
  client_encoding: { variable: 'PGCLIENTENCODING', means: ['utf8', 'utf-8', 'unicode', 'auto'] },
  encoding: { means: ['utf8', 'utf-8'] },
  gssencmode: { variable: 'PGGSSENCMODE', means: ['disable', 'prefer'] },
  sslnegotiation: { variable: 'PGSSLNEGOTIATION', means: ['postgres'] },
  sslcertmode: { variable: 'PGSSLCERTMODE', means: ['allow'] },
  sslsni: { variable: 'PGSSLSNI', means: ['1'] },
  sslcompression: { variable: 'PGSSLCOMPRESSION', means: ['0'] },
  load_balance_hosts: { variable: 'PGLOADBALANCEHOSTS', means: ['disable'] },
  replication: { means: ['false', 'off', 'no', '0'] },
  tcp_user_timeout: { means: ['0'] },
  gssdelegation: { variable: 'PGGSSDELEGATION', means: ['0'] },
  min_protocol_version: { variable: 'PGMINPROTOCOLVERSION', means: ['3.0'] },
  max_protocol_version: { variable: 'PGMAXPROTOCOLVERSION', means: ['3.0', 'latest'] },
  keepalives_interval: {},
  keepalives_count: {},
  hostaddr: { variable: 'PGHOSTADDR' },
  dbname: {},
  passfile: {},
  require_auth: { variable: 'PGREQUIREAUTH' },
  requirepeer: { variable: 'PGREQUIREPEER' },
  requiressl: { variable: 'PGREQUIRESSL', means: ['0'] },
  sslcrldir: { variable: 'PGSSLCRLDIR' },
  sslkeylogfile: {},
  krbsrvname: {},
  gsslib: {},
  scram_client_key: {},
  scram_server_key: {},
  service: { variable: 'PGSERVICE' },
};

const known = new Set([
  ...tlsParameters,
  ...driverParameters,
  ...Object.keys(ownParameters),
  ...Object.keys(fixedParameters),
]);

/** A connection's settings. No parameter is ignored. Throws `InvalidInput`. */
export const connectionSettingsOf = (
  url: string,
  host: string,
  env: NodeJS.ProcessEnv = process.env,
): ConnectionSettings => {
  const { searchParams } = new URL(url);
  assertKnown(searchParams);
  assertOneHost(host);
  assertFixed(searchParams, env);
  const text = (name: OwnParameter): string | undefined => {
    const variable = ownParameters[name];
    return (searchParams.get(name) ?? (variable && env[variable])) || undefined;
  };
  const oneOf = <Word extends string>(name: OwnParameter, words: readonly [Word, ...Word[]]) => {
    const said = text(name) ?? words[0];
    const word = words.find((each) => each === said);
    if (word === undefined)
      throw refuse(`${name} must be one of ${words.join(', ')}, not '${said}'.`);
    return word;
  };
  const seconds = (name: OwnParameter, absent: number): number => {
    const said = text(name);
    if (said === undefined) return absent;
    if (!/^\d{1,6}$/.test(said))
      throw refuse(`${name} must be a whole number of seconds, not '${said}'.`);
    return Number(said);
  };
  return {
    channelBinding: oneOf('channel_binding', bindings),
    connectTimeoutMs: seconds('connect_timeout', 10) * 1000,
    sessionAttributes: oneOf('target_session_attrs', attributes),
    keepAlive: oneOf('keepalives', ['1', '0']) === '1',
    keepAliveIdleMs: seconds('keepalives_idle', 0) * 1000,
  };
};

const assertKnown = (parameters: URLSearchParams): void => {
  const names = [...parameters.keys()];
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined)
    throw refuse(`'${unknown}' is no parameter of PostgreSQL. Leave it out of the URL.`);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw refuse(`'${twice}' is written twice in the URL. Write it once.`);
};

const refuse = (message: string): InvalidInput => InvalidInput.of('database', message);

const assertOneHost = (host: string): void => {
  if (host.includes(',')) throw refuse('The URL names several hosts. Name the one to connect to.');
};

const assertFixed = (parameters: URLSearchParams, env: NodeJS.ProcessEnv): void => {
  for (const [name, { variable, means = [] }] of Object.entries(fixedParameters)) {
    const inUrl = parameters.get(name);
    const value = inUrl ?? (variable && env[variable]);
    if (!value || means.includes(value.toLowerCase())) continue;
    const where = inUrl === null ? variable : `'${name}' of the URL`;
    const instead = means[0] === undefined ? '' : `write ${means[0]}, or `;
    throw refuse(`${where} cannot be honoured here: ${instead}leave it out.`);
  }
};

/** The URL without the parameters that this file reads. */
export const withoutSettings = (url: string): string => {
  const bare = new URL(url);
  for (const name of [...Object.keys(ownParameters), ...Object.keys(fixedParameters)])
    bare.searchParams.delete(name);
  return bare.href;
};
