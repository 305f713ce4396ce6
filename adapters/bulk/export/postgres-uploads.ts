import { randomUUID } from 'node:crypto';
import type { CopiedPage, UploadsCopy } from '../../../core/bulk/export/ports.ts';
import { AttemptSuperseded, BatchRefused, InvalidInput } from '../../../core/errors.ts';
import type { ObjectAddress } from '../../../core/storage/ports.ts';
import { Database, type Session } from '../sql/database.ts';
import { copyStatements } from './copy-statements.ts';
import { uploadRow } from './upload-row.ts';

/** `table`: with its schema or without. `urlOf`: the URL of a file, for the rows. */
type Options = { url: string; table: string; urlOf: (address: ObjectAddress) => string };

type Statements = ReturnType<typeof copyStatements>;

type Opened = { name: string; statements: Statements };

/** Characters that the longest index name adds to the table's name: `idx_` and `_upload_type`. */
const maxNameBytes = 63 - 16;

/** A table of PostgreSQL with a row for each upload. */
export class PostgresUploads implements UploadsCopy {
  readonly #database: Database;
  readonly #table: string;
  readonly #urlOf: (address: ObjectAddress) => string;
  readonly #run = randomUUID();
  #opened: Opened | undefined;

  constructor({ url, table, urlOf }: Options) {
    this.#database = new Database(url);
    this.#table = table;
    this.#urlOf = urlOf;
  }

  async begin(registry: string): Promise<string | undefined> {
    this.#opened = await this.#open();
    const { name, statements } = this.#opened;
    return this.#database.transaction(async (session) => {
      await session.rows(`SET LOCAL lock_timeout = '5s'`);
      await session.rows(`SELECT pg_advisory_xact_lock(hashtext('keepsake_exports'))`);
      for (const statement of statements.record) await session.rows(statement);
      const position = await findPosition(session, { name, statements, registry });
      if (position === undefined) await session.rows(statements.clearSeen, [name]);
      await session.rows(statements.takeOver, [name, registry, this.#run]);
      return position;
    });
  }

  write({ uploads, unreadable, next }: CopiedPage): Promise<number> {
    return this.#runHeld(async (session, { name, statements }) => {
      const rows = uploads.map((upload) => uploadRow(upload, this.#urlOf));
      const written = await countOf(session, statements.upsert, [JSON.stringify(rows)]);
      const seen = [...uploads.map(({ uploadId }) => uploadId), ...unreadable];
      await session.rows(statements.see, [name, seen]);
      // The registry has no end position: a crash before `finish` reads the last page again.
      if (next !== undefined) await session.rows(statements.move, [name, next]);
      return written;
    });
  }

  finish(): Promise<number> {
    return this.#runHeld(async (session, { name, statements }) => {
      const removed = await countOf(session, statements.removeUnseen, [name]);
      await session.rows(statements.clearSeen, [name]);
      await session.rows(statements.end, [name]);
      return removed;
    });
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  async #open(): Promise<Opened> {
    const parts = this.#table.split('.');
    const name = parts.pop() ?? this.#table;
    assertName(name);
    const schema = parts.length > 0 ? parts.join('.') : await schemaOf(this.#database);
    return { name, statements: copyStatements({ schema, name }) };
  }

  /** A transaction of the pass, while it is this run's. */
  async #runHeld<Answer>(work: (session: Session, opened: Opened) => Promise<Answer>) {
    const opened = this.#opened;
    if (!opened) throw new Error('begin was not called');
    return this.#database.transaction(async (session) => {
      const held = await session.rows(opened.statements.hold, [opened.name, this.#run]);
      if (held.length === 0)
        throw new AttemptSuperseded(
          `Another export took over ${this.#table}. It goes on with the rest.`,
        );
      return work(session, opened);
    });
  }
}

const countOf = async (session: Session, sql: string, values: unknown[]): Promise<number> =>
  (await session.rows<{ count: number }>(sql, values))[0]?.count ?? 0;

const assertName = (name: string): void => {
  if (Buffer.byteLength(name) > maxNameBytes)
    throw InvalidInput.of('table', `Its name may have ${maxNameBytes} bytes at most.`);
};

const schemaOf = async (session: Session): Promise<string> => {
  const [found] = await session.rows<{ schema: string | null }>(
    'SELECT current_schema() AS schema',
  );
  if (found?.schema) return found.schema;
  throw InvalidInput.of('table', 'Name its schema: schema.table.');
};

type Wanted = Opened & { registry: string };

/** Where an interrupted pass continues. Makes the table where there is none. */
const findPosition = async (
  session: Session,
  { name, statements, registry }: Wanted,
): Promise<string | undefined> => {
  const [pass] = await session.rows<{ registry: string; position: string | null }>(
    statements.find,
    [name],
  );
  const [table] = await session.rows<{ there: boolean }>(statements.isThere);
  if (pass && pass.registry !== registry)
    throw new BatchRefused(
      `${name} is a copy of ${pass.registry}, not of ${registry}. Name another --table.`,
    );
  if (table?.there && !pass)
    throw new BatchRefused(
      `There is a table ${name} that Keepsake did not make. Name another --table.`,
    );
  if (table?.there) return pass?.position ?? undefined;
  await session.rows(statements.forget, [name]);
  for (const statement of statements.make) await session.rows(statement);
  return undefined;
};
