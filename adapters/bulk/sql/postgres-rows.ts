import type { BatchRecord } from '../../../core/bulk/model/batch.ts';
import type { DatabaseIdentity } from '../../../core/bulk/model/database-identity.ts';
import type { RestoredRows, RowsFinding, SourceRows, Unwritten } from '../../../core/bulk/ports.ts';
import { InvalidInput } from '../../../core/errors.ts';
import type { Patience } from '../transfer/engine/patience.ts';
import { checkSchema } from './check-schema.ts';
import { Database, type Session } from './database.ts';
import { isRowRefusal, StatementRefused } from './database-errors.ts';
import { type FileColumn, type FileColumnNames, findFileColumn } from './file-column.ts';
import { identifyDatabase } from './identify-database.ts';
import { assertOwnJournal } from './journal-guard.ts';
import { addPending } from './pending-lines.ts';
import { isPrepared, lockSchema, prepareSchema, undoSchema } from './prepare-schema.ts';
import { findShared, restoreRows } from './restore-rows.ts';
import { hasOutcome, type RowRecord } from './row-outcome.ts';
import { findRecorded, undoRows } from './row-statements.ts';
import { indexUrls } from './url-index.ts';
import { allTogether, oneByOne, type WriteMode, writeRows } from './write-rows.ts';

/**
 * `urlOf`: an object's address in the rows, `s3://bucket/key` or its HTTPS address. `indexUrls`:
 * rows are to be found by it.
 */
type Options = FileColumnNames & {
  url: string;
  urlOf: (key: string) => string;
  indexUrls?: boolean;
  database?: RowsDatabase;
  patience?: Patience | undefined;
};

/** What rows need of a database. */
export type RowsDatabase = Pick<Database, 'rows' | 'transaction' | 'address' | 'close'>;

/** The rows of a PostgreSQL table that name migrated files. */
export class PostgresRows implements SourceRows {
  readonly #database: RowsDatabase;
  readonly #names: FileColumnNames;
  readonly #urlOf: (key: string) => string;
  readonly #indexUrls: boolean;
  #column: Promise<FileColumn> | undefined;

  constructor({ url, urlOf, indexUrls: isIndexed = false, database, patience, ...names }: Options) {
    this.#database = database ?? new Database(url, patience);
    this.#names = names;
    this.#urlOf = urlOf;
    this.#indexUrls = isIndexed;
  }

  identify(): Promise<DatabaseIdentity> {
    return identifyDatabase(this.#database, this.#database.address);
  }

  async rehearse(batchId: string): Promise<void> {
    const column = await this.#fileColumn();
    const enough = new Error('The rehearsal is rolled back.');
    await this.#database
      .transaction(async (session) => {
        await prepareSchema(session, column, batchId);
        throw enough;
      })
      .catch((error: unknown) => {
        if (error !== enough) throw error;
      });
  }

  async prepare(batchId: string): Promise<void> {
    const column = await this.#fileColumn();
    await this.#database.transaction((session) => prepareSchema(session, column, batchId));
    await addPending(this.#database, column);
    if (this.#indexUrls) await indexUrls(this.#database, column);
  }

  async writeOutcomes(records: readonly BatchRecord[]): Promise<readonly Unwritten[]> {
    const unwritten: Unwritten[] = [];
    const settled = records.filter(hasOutcome);
    for (const [batchId, ofBatch] of Map.groupBy(settled, ({ batchId }) => batchId))
      unwritten.push(...(await this.#write(batchId, ofBatch)));
    return unwritten;
  }

  async namedByOthers(
    batchId: string,
    records: readonly BatchRecord[],
  ): Promise<ReadonlySet<string>> {
    const named = records.filter((record): record is RowRecord => record.row !== undefined);
    const column = await this.#fileColumn();
    if (named.length === 0 || !(await isPrepared(this.#database, column, batchId)))
      return new Set();
    return findShared(this.#database, { column, batchId, urlOf: this.#urlOf }, named);
  }

  async restore(batchId: string, records: readonly BatchRecord[]): Promise<RestoredRows> {
    const named = records.filter((record): record is RowRecord => record.row !== undefined);
    if (named.length === 0) return { restored: 0, kept: 0 };
    const column = await this.#fileColumn();
    return this.#database.transaction(async (session) => {
      await assertOwnJournal(session, column);
      if (!(await isPrepared(session, column, batchId))) return { restored: 0, kept: 0 };
      return restoreRows(session, { column, batchId }, named);
    });
  }

  async undo(batchId: string): Promise<RestoredRows> {
    const column = await this.#fileColumn();
    return this.#database.transaction(async (session) => {
      await lockSchema(session);
      await assertOwnJournal(session, column);
      if (!(await isPrepared(session, column, batchId))) return { restored: 0, kept: 0 };
      const values = [batchId, column.table, column.column];
      const { pass, restore, log, forget } = undoRows(column);
      // Columns of a table cannot be dropped while its deferred triggers wait for the end.
      await session.rows('SET CONSTRAINTS ALL IMMEDIATE');
      await session.rows(pass, values);
      const restored = await countRows(session, restore, values);
      await session.rows(log, values);
      const journaled = await countRows(session, forget, values);
      await undoSchema(session, column, batchId);
      return { restored, kept: journaled - restored };
    });
  }

  async check(): Promise<readonly RowsFinding[]> {
    return checkSchema(this.#database, await this.#fileColumn());
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  /** All rows at once; where the database refuses one of them, each by itself. */
  async #write(batchId: string, records: readonly RowRecord[]): Promise<Unwritten[]> {
    try {
      return await this.#writeBy(allTogether, batchId, records);
    } catch (error) {
      if (!isRowRefusal(error)) throw error;
      return this.#writeBy(oneByOne, batchId, records);
    }
  }

  async #writeBy(
    mode: WriteMode,
    batchId: string,
    records: readonly RowRecord[],
  ): Promise<Unwritten[]> {
    const column = await this.#fileColumn();
    return this.#database.transaction(async (session) => {
      await assertOwnJournal(session, column);
      await assertRecorded(session, column, batchId);
      return writeRows(session, { column, urlOf: this.#urlOf, batchId, mode }, byRow(records));
    });
  }

  #fileColumn(): Promise<FileColumn> {
    this.#column ??= findFileColumn(this.#database, this.#names);
    return this.#column;
  }
}

const byRow = (records: readonly RowRecord[]): Map<string, RowRecord[]> =>
  Map.groupBy(records, ({ row }) => row.id);

const countRows = async (
  session: Session,
  sql: string,
  values: readonly unknown[],
): Promise<number> => Number((await session.rows<{ count: string }>(sql, values))[0]?.count);

const undefinedTable = '42P01';

/** A process that a rollback overtook must not write; the rollback waits for this one. */
async function assertRecorded(
  session: Session,
  column: FileColumn,
  batchId: string,
): Promise<void> {
  const { table, column: name } = column;
  const values = [batchId, table, name];
  const found = await session.rows(findRecorded(column), values).catch((error: unknown) => {
    // With the last batch the journal went too.
    if (error instanceof StatementRefused && error.code === undefinedTable) return [];
    throw error;
  });
  if (found.length > 0) return;
  throw InvalidInput.of(
    'database',
    `The database was not prepared for batch ${batchId}, or the batch was rolled back.`,
  );
}
