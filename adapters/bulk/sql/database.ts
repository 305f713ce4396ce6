import pg from 'pg';
import { InvalidInput } from '../../../core/errors.ts';
import { translated } from './database-errors.ts';
import { type Protection, protectionsOf, withoutTls } from './tls-settings.ts';

type Row = Record<string, unknown>;

/** Runs statements; in a transaction, all of them in it. */
export type Session = {
  rows<Found extends Row>(sql: string, values?: readonly unknown[]): Promise<Found[]>;
};

const translateErrors = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await ask();
  } catch (error) {
    throw translated(error);
  }
};

const sessionOn = (client: pg.Pool | pg.PoolClient): Session => ({
  rows: (sql, values = []) =>
    translateErrors(async () => (await client.query(sql, [...values])).rows),
});

const ignore = (): void => {};

const release = (client: pg.PoolClient, broken?: Error): void => {
  client.off('error', ignore);
  client.release(broken);
};

const poolOf = (url: string, ssl: Protection): pg.Pool => {
  // Two: a page of rows is read while outcomes are written.
  const pool = new pg.Pool({
    connectionString: withoutTls(url),
    ssl,
    enableChannelBinding: true,
    max: 2,
    connectionTimeoutMillis: 10_000,
    application_name: 'keepsake',
  });
  // An idle connection that breaks is replaced by the next query.
  pool.on('error', () => {});
  return pool;
};

/** True when another protection may be what the server wants. */
const isAboutProtection = (error: unknown): boolean => {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return /SSL/.test(message) || code === '28000' || /^(ERR_SSL|ERR_TLS|EPROTO)/.test(code);
};

/** The first protection that the server takes; of a single one, no connection is tried. */
const firstTaken = async (url: string, [first, second]: Protection[]): Promise<pg.Pool> => {
  const pool = poolOf(url, first ?? false);
  if (second === undefined) return pool;
  try {
    (await pool.connect()).release();
    return pool;
  } catch (error) {
    await pool.end();
    if (!isAboutProtection(error)) throw error;
    return poolOf(url, second);
  }
};

/**
 * A PostgreSQL database. Throws `TransientFault` for what may pass and `InvalidInput` for what the
 * server refuses.
 */
export class Database implements Session {
  readonly #url: string;
  readonly #protections: Protection[];
  #pool: Promise<pg.Pool> | undefined;
  /** For people: without the password. */
  readonly description: string;
  /** Host and port, the environment's where the URL has none; a folder for a Unix socket. */
  readonly address: string;

  /** Throws `InvalidInput`. Connects when it is first asked. */
  constructor(url: string) {
    if (!URL.canParse(url))
      throw new InvalidInput([
        { field: 'database', message: 'Write it as postgres://user@host/name.' },
      ]);
    const { host, pathname } = new URL(url);
    this.description = `postgres://${host}${pathname}`;
    const client = new pg.Client({ connectionString: withoutTls(url), ssl: false });
    this.address = `${client.host}:${client.port}`;
    this.#url = url;
    this.#protections = protectionsOf(url, client.host);
  }

  async rows<Found extends Row>(sql: string, values: readonly unknown[] = []): Promise<Found[]> {
    return sessionOn(await this.#connected()).rows(sql, values);
  }

  /** All of it or nothing. */
  async transaction<Answer>(work: (session: Session) => Promise<Answer>): Promise<Answer> {
    const pool = await this.#connected();
    const client = await translateErrors(() => pool.connect());
    // A broken connection fails its statements. Without a listener, its `error` event would end the
    // process.
    client.on('error', ignore);
    const session = sessionOn(client);
    try {
      await session.rows('BEGIN');
      const answer = await work(session);
      await session.rows('COMMIT');
      release(client);
      return answer;
    } catch (error) {
      // A connection that cannot even roll back is not used again.
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
    this.#pool ??= firstTaken(this.#url, this.#protections).catch((error: unknown) => {
      this.#pool = undefined;
      throw translated(error);
    });
    return this.#pool;
  }
}
