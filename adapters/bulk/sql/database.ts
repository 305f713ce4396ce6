import pg from 'pg';
import { InvalidInput, KeepsakeError, TransientFault } from '../../../core/errors.ts';

type Row = Record<string, unknown>;

/** Runs statements; in a transaction, all of them in it. */
export type Session = {
  rows<Found extends Row>(sql: string, values?: readonly unknown[]): Promise<Found[]>;
};

/**
 * SQLSTATE classes and codes of "not now": connection, resources, operator intervention,
 * serialization, locks.
 */
const passing = /^(08|53|57P0|40001|40P01|55P03|58)/;

/** What sockets and resolvers say. */
const passingCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
]);

/** Words of drivers for the same; they have no code. */
const passingWords = /connection terminated|connection error|timeout exceeded|timeout expired/i;

const translated = (error: unknown): unknown => {
  if (error instanceof KeepsakeError) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (passing.test(code) || passingCodes.has(code) || passingWords.test(message)) {
    return new TransientFault(
      `The database does not answer now (${code || 'no connection'}). Try again later.`,
      {
        cause: error,
        context: { code },
      },
    );
  }
  // The server's own words name tables and columns; statements carry their values apart.
  return code === ''
    ? error
    : new InvalidInput([{ field: 'database', message: `${message} (${code})` }]);
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

/**
 * A PostgreSQL database. Throws `TransientFault` for what may pass and `InvalidInput` for what the
 * server refuses.
 */
export class Database implements Session {
  readonly #pool: pg.Pool;
  /** For people: without the password. */
  readonly description: string;
  /** Host and port, the environment's where the URL has none; a folder for a Unix socket. */
  readonly address: string;

  constructor(url: string) {
    if (!URL.canParse(url))
      throw new InvalidInput([
        { field: 'database', message: 'Write it as postgres://user@host/name.' },
      ]);
    const { host, pathname } = new URL(url);
    this.description = `postgres://${host}${pathname}`;
    const client = new pg.Client({ connectionString: url });
    this.address = `${client.host}:${client.port}`;
    // Two: a page of rows is read while outcomes are written.
    this.#pool = new pg.Pool({
      connectionString: url,
      max: 2,
      connectionTimeoutMillis: 10_000,
      application_name: 'keepsake',
    });
    // An idle connection that breaks is replaced by the next query.
    this.#pool.on('error', () => {});
  }

  rows<Found extends Row>(sql: string, values: readonly unknown[] = []): Promise<Found[]> {
    return sessionOn(this.#pool).rows(sql, values);
  }

  /** All of it or nothing. */
  async transaction<Answer>(work: (session: Session) => Promise<Answer>): Promise<Answer> {
    const client = await translateErrors(() => this.#pool.connect());
    // A connection that breaks tells its statements, and nobody else: an error without a listener
    // would end the process.
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

  close(): Promise<void> {
    return this.#pool.ended || this.#pool.ending ? Promise.resolve() : this.#pool.end();
  }
}
