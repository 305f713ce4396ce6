import pg from 'pg';
import { InvalidInput } from '../../../core/errors.ts';
import type { Asking, Patience } from '../transfer/engine/patience.ts';
import { assertSession, BoundClient, setFormats, setFormatsLocally } from './checked-client.ts';
import {
  type ConnectionSettings,
  connectionSettingsOf,
  withoutSettings,
} from './connection-settings.ts';
import { translated } from './database-errors.ts';
import { type Protection, protectionsOf, withoutTls } from './tls-settings.ts';

type Row = Record<string, unknown>;

/** Runs statements; in a transaction, all of them in it. */
export type Session = {
  rows<Found extends Row>(sql: string, values?: readonly unknown[]): Promise<Found[]>;
};

type ClientWork<Answer> = (session: Session, isShared: boolean) => Promise<Answer>;

/** The driver leaves these escaped in the name of the database; `psql` does not. */
const leftEscaped = /%(?:2[46BC]|3[ABD]|40)/gi;

type Told = { url: string; settings: ConnectionSettings };

/** Clients whose transactions may each be in another session. */
const sharing = new WeakSet<object>();

/**
 * A PostgreSQL database. Throws `TransientFault` for a fault worth a retry and `InvalidInput` for a
 * statement that the server refuses.
 */
export class Database implements Session {
  readonly #told: Told;
  readonly #protections: Protection[];
  readonly #ask: Asking;
  #pool: Promise<pg.Pool> | undefined;
  /** For people: without the password. */
  readonly description: string;
  /** Host and port, the environment's where the URL has none; a folder for a Unix socket. */
  readonly address: string;

  /**
   * Throws `InvalidInput`. Connects when it is first asked. With `patience`, it waits for a server
   * that is away, as while it restarts; statements and transactions are repeated then.
   */
  constructor(url: string, patience?: Patience) {
    if (!URL.canParse(url))
      throw InvalidInput.of('database', 'Write it as postgres://user@host/name.');
    const { host, pathname } = new URL(url);
    this.description = `postgres://${host}${pathname}`;
    const client = new pg.Client({ connectionString: bare(url), ssl: false });
    this.address = `${client.host}:${client.port}`;
    this.#told = { url, settings: connectionSettingsOf(url, client.host) };
    this.#protections = protectionsOf(url, client.host);
    const look = () => this.#onOneClient((session) => session.rows('SELECT 1'));
    this.#ask = patience?.with(look) ?? ((request) => request());
  }

  async rows<Found extends Row>(sql: string, values: readonly unknown[] = []): Promise<Found[]> {
    return this.#onClient((session, isShared) =>
      isShared && !isAlone(sql)
        ? inTransaction(session, isShared, () => session.rows(sql, values))
        : session.rows(sql, values),
    );
  }

  /** All of it or nothing. */
  async transaction<Answer>(work: (session: Session) => Promise<Answer>): Promise<Answer> {
    return this.#onClient((session, isShared) =>
      inTransaction(session, isShared, () => work(session)),
    );
  }

  #onClient<Answer>(work: ClientWork<Answer>): Promise<Answer> {
    return this.#ask(() => this.#onOneClient(work));
  }

  /** A connection that cannot even roll back is not used again. */
  async #onOneClient<Answer>(work: ClientWork<Answer>): Promise<Answer> {
    const pool = await this.#connected();
    const client = await translateErrors(() => pool.connect());
    // A broken connection fails its statements. Without a listener, its `error` event would end the
    // process.
    client.on('error', ignore);
    try {
      const answer = await work(sessionOn(client), sharing.has(client));
      release(client);
      return answer;
    } catch (error) {
      await client.query('ROLLBACK').then(
        () => release(client),
        (broken: Error) => release(client, broken),
      );
      throw error;
    }
  }

  async close(): Promise<void> {
    const pool = await this.#pool?.catch(() => undefined);
    if (pool && !pool.ended && !pool.ending) await pool.end();
  }

  #connected(): Promise<pg.Pool> {
    this.#pool ??= firstTaken(this.#told, this.#protections).catch((error: unknown) => {
      this.#pool = undefined;
      throw translated(error);
    });
    return this.#pool;
  }
}

const bare = (url: string): string => {
  const told = new URL(withoutSettings(withoutTls(url)));
  told.pathname = told.pathname.replace(leftEscaped, decodeURIComponent);
  return told.href;
};

/** PostgreSQL takes it outside of transactions only. No value is in it, whose text could differ. */
const isAlone = (sql: string): boolean => /^(CREATE|DROP) INDEX CONCURRENTLY\b/.test(sql);

const inTransaction = async <Answer>(
  session: Session,
  isShared: boolean,
  work: () => Promise<Answer>,
): Promise<Answer> => {
  await session.rows('BEGIN');
  if (isShared) await session.rows(setFormatsLocally);
  const answer = await work();
  await session.rows('COMMIT');
  return answer;
};

const translateErrors = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await ask();
  } catch (error) {
    throw translated(error);
  }
};

const ignore = (): void => {};

const sessionOn = (client: pg.PoolClient): Session => ({
  rows: (sql, values = []) =>
    translateErrors(async () => (await client.query(sql, [...values])).rows),
});

const release = (client: pg.PoolClient, broken?: Error): void => {
  client.off('error', ignore);
  client.release(broken);
};

/** The first protection that the server takes; of a single one, no connection is tried. */
const firstTaken = async (told: Told, [first, second]: Protection[]): Promise<pg.Pool> => {
  const pool = poolOf(told, first ?? false);
  if (second === undefined) return pool;
  try {
    (await pool.connect()).release();
    return pool;
  } catch (error) {
    await pool.end();
    if (!isAboutProtection(error)) throw error;
    return poolOf(told, second);
  }
};

/** Prepares and checks every new connection; the pool closes one that fails. */
type Verify = (client: pg.PoolClient, done: (error?: Error) => void) => void;

const poolOf = ({ url, settings }: Told, ssl: Protection): pg.Pool => {
  const { channelBinding, sessionAttributes, connectTimeoutMs } = settings;
  const verify: Verify = (client, done) => {
    // The pool listens to connections only while they are idle.
    client.on('error', ignore);
    assertSession(client, sessionAttributes)
      .then(() => setFormats(client))
      .then((isShared) => isShared && sharing.add(client))
      .finally(() => client.off('error', ignore))
      .then(() => done(), done);
  };
  // Two: a page of rows is read while outcomes are written.
  const config: pg.PoolConfig & { verify: Verify } = {
    connectionString: bare(url),
    ssl,
    enableChannelBinding: channelBinding !== 'disable',
    ...(channelBinding === 'require' && { Client: BoundClient }),
    max: 2,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: settings.keepAlive,
    keepAliveInitialDelayMillis: settings.keepAliveIdleMs,
    fallback_application_name: 'keepsake',
    verify,
  };
  const pool = new pg.Pool(config);
  // An idle connection that breaks is replaced by the next query.
  pool.on('error', () => {});
  return pool;
};

/** True when another protection may be what the server wants. */
const isAboutProtection = (error: unknown): boolean => {
  const { code, message } = error as NodeJS.ErrnoException;
  return /SSL/.test(message) || /^(28000$|ERR_SSL|ERR_TLS|EPROTO)/.test(`${code}`);
};
