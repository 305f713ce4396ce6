import type { Database, Session } from '../database.ts';

/** A statement, and the values of its parameters. */
export type Statement = { sql: string; values: readonly unknown[] };

type Row = Record<string, unknown>;

/**
 * Notes every statement instead of running it. Lookups are run, in transactions that the server
 * lets only read. Other statements answer the rows that were set for them, or none.
 */
export class TracedDatabase {
  readonly #database: Database;
  readonly #answers = new Map<string, readonly Row[]>();
  #statements: Statement[] = [];

  constructor(database: Database) {
    this.#database = database;
  }

  get address(): string {
    return this.#database.address;
  }

  /** From now on, this statement returns these rows and is not run. */
  answer(sql: string, rows: readonly Row[]): void {
    this.#answers.set(sql, rows);
  }

  /** The statements since the last call. */
  take(): Statement[] {
    const statements = this.#statements;
    this.#statements = [];
    return statements;
  }

  async rows<Found extends Row>(sql: string, values: readonly unknown[] = []): Promise<Found[]> {
    this.#statements.push({ sql, values });
    const set = this.#answers.get(sql);
    if (set) return [...set] as Found[];
    return isLookup(sql) ? this.#look<Found>(sql, values) : [];
  }

  async transaction<Answer>(work: (session: Session) => Promise<Answer>): Promise<Answer> {
    await this.rows('BEGIN');
    try {
      const answer = await work(this);
      await this.rows('COMMIT');
      return answer;
    } catch (error) {
      await this.rows('ROLLBACK');
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  #look<Found extends Row>(sql: string, values: readonly unknown[]): Promise<Found[]> {
    return this.#database.transaction(async (session) => {
      await session.rows('SET TRANSACTION READ ONLY');
      return session.rows<Found>(sql, values);
    });
  }
}

/** True for statements that neither write nor lock: later statements depend on their answers. */
const isLookup = (sql: string): boolean =>
  /^\s*SELECT\b/.test(sql) && !/\bFOR (UPDATE|SHARE)\b|\bpg_advisory/.test(sql);
