import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { TransientFault } from '../../../core/errors.ts';

/**
 * Counting by status and walking a status in order both read one index. Records are added in the
 * order their source lists them, which is that of their paths: in an index of paths they are
 * neighbours. Ids are hashes, and each would change a page of its own.
 */
const schema = `
  CREATE TABLE IF NOT EXISTS batches (
    batch_id TEXT PRIMARY KEY, created_at TEXT NOT NULL, revision INTEGER NOT NULL,
    body TEXT NOT NULL,
    holder TEXT, fence INTEGER NOT NULL DEFAULT 0, expires_at TEXT
  ) STRICT;
  CREATE TABLE IF NOT EXISTS records (
    seq INTEGER PRIMARY KEY, batch_id TEXT NOT NULL, path TEXT NOT NULL, record_id TEXT NOT NULL,
    status TEXT NOT NULL, bytes INTEGER NOT NULL,
    body TEXT NOT NULL, UNIQUE (batch_id, path)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS records_by_status ON records (batch_id, status, seq, bytes);
`;

/**
 * `unchanged` has the records of files that are as an earlier batch left them: not one by one, but
 * all that the earlier batch has from one path to another. A pass over files that did not change
 * then writes next to nothing, and the journal does not grow by it. Ranges of one batch do not
 * overlap. `earlier_id` has the rows; `since_id` is the batch that the records name.
 */
const unchangedSchema = `
  CREATE TABLE IF NOT EXISTS unchanged (
    batch_id TEXT NOT NULL, first_path TEXT NOT NULL, last_path TEXT NOT NULL,
    earlier_id TEXT NOT NULL, since_id TEXT NOT NULL, added_at TEXT NOT NULL,
    files INTEGER NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY (batch_id, first_path)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS unchanged_by_earlier ON unchanged (earlier_id, first_path);
`;

/** How long another process's write is waited for. */
const busyMs = 10_000;

/** SQLite's result codes of transient faults, each with the remedy. */
const passing: Readonly<Record<number, string>> = {
  5: 'Another process keeps the journal busy. Try the same again later.',
  10:
    'The disk of the journal cannot be read or written now. ' +
    'Make it work, then resume: what is on record stays.',
  13: 'The disk of the journal is full. Make room, then resume: what is on record stays.',
};

/**
 * One SQLite file with a write-ahead log: readers never wait, and what a killed process had
 * committed is there. A power cut may take the last writes back, never one without those after it:
 * a resume finds their files at the destination, and reads them once more.
 */
export class SqliteJournal {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #idsIndexed = false;

  constructor(file: string) {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
    makePrivate(file);
    this.#db = new DatabaseSync(file, { timeout: busyMs });
    this.#db.exec(`PRAGMA synchronous = ${isEmpty(file) ? 'OFF' : 'NORMAL'}`);
    this.#db.exec(`PRAGMA journal_mode = WAL; ${schema + unchangedSchema}`);
    this.#db.exec('PRAGMA synchronous = NORMAL');
  }

  /** The prepared statement of a text; prepared once. */
  prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  /** All or nothing. Throws `TransientFault` if the journal is locked or the disk is full. */
  transaction<Answer>(work: () => Answer): Answer {
    try {
      this.#db.exec('BEGIN IMMEDIATE');
    } catch (error) {
      throw translated(error);
    }
    try {
      const answer = work();
      this.#db.exec('COMMIT');
      return answer;
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw translated(error);
    }
  }

  /** Several reads of the journal as it is at one time. Another process may write meanwhile. */
  snapshot<Answer>(read: () => Answer): Answer {
    if (this.#db.isTransaction) return read();
    this.#db.exec('BEGIN');
    try {
      return read();
    } catch (error) {
      throw translated(error);
    } finally {
      if (this.#db.isTransaction) this.#db.exec('COMMIT');
    }
  }

  /**
   * Only who verifies looks records up by id: sorting a million of them then takes a second;
   * keeping them sorted while they come took twenty.
   */
  indexIds(): void {
    if (this.#idsIndexed) return;
    const create = 'CREATE INDEX IF NOT EXISTS records_by_id ON records (batch_id, record_id)';
    this.transaction(() => this.prepared(create).run());
    this.#idsIndexed = true;
  }

  /** Another number after another process wrote. */
  get foreignWrites(): number {
    return Number(this.prepared('PRAGMA data_version').get()?.data_version);
  }

  /** Flushes writes to disk, so they survive a power cut. Never waits for a lock. */
  sync(): void {
    this.#db.exec('PRAGMA wal_checkpoint(PASSIVE)');
  }

  close(): void {
    this.#db.close();
  }
}

/**
 * File names are private to the user. SQLite gives its log and its index the mode of the database
 * file. A mode that the user chose is kept; SQLite's default mode is made private.
 */
const makePrivate = (file: string): void => {
  if (file === ':memory:') return;
  closeSync(openSync(file, 'a', 0o600));
  for (const part of [file, `${file}-wal`, `${file}-shm`])
    if (existsSync(part) && (statSync(part).mode & 0o777) === 0o644) chmodSync(part, 0o600);
};

/**
 * An empty journal has nothing to lose: its tables need not wait for the disk, which takes longer
 * than all else about a small file. The first batch's `sync` has the disk keep them as well.
 */
const isEmpty = (file: string): boolean => file === ':memory:' || statSync(file).size === 0;

const translated = (error: unknown): unknown => {
  const { errcode = 0 } = error as { errcode?: number };
  // The lowest byte is the code, the rest says it more exactly.
  const message = passing[errcode & 0xff];
  return message === undefined ? error : new TransientFault(message, { cause: error });
};
