import { setFormatsInProcess } from '../checked-client.ts';
import { Database } from '../database.ts';
import {
  assertColumns,
  type FileColumn,
  type FileColumnNames,
  findFileColumn,
} from '../file-column.ts';
import { addPage, pendingPageRows } from '../pending-lines.ts';
import { PostgresRows } from '../postgres-rows.ts';
import { rowColumnNames } from '../recorded-schema.ts';
import type { RowRecord } from '../row-outcome.ts';
import { type DetailColumns, namesOf, pageOf } from '../row-pages.ts';
import { findRecorded, selectRows, updateRows } from '../row-statements.ts';
import { type Statement, TracedDatabase } from './traced-database.ts';

/** Statements that run together, and what for. */
export type TracedStep = { what: string; statements: readonly Statement[] };

/** Values that only a row can say. */
const example = { value: '<old path>', key: '<key>', time: '<time>' } as const;

type Options = FileColumnNames & {
  url: string;
  details: DetailColumns;
  indexUrls: boolean;
  urlOf: (key: string) => string;
  /** The batch that the statements name. */
  batchId: string;
};

/**
 * The statements that a migration of this column runs, in its order. Reads the catalog, and changes
 * nothing. Throws like the migration where the column cannot be used.
 */
export const traceMigration = async (options: Options): Promise<TracedStep[]> => {
  const traced = new TracedDatabase(new Database(options.url));
  try {
    return await trace(traced, options);
  } finally {
    await traced.close();
  }
};

const trace = async (traced: TracedDatabase, options: Options): Promise<TracedStep[]> => {
  const { details, batchId, ...rest } = options;
  const rows = new PostgresRows({ ...rest, database: traced });
  const steps: TracedStep[] = [
    {
      what: 'In every session, fix the form in which times and numbers are read as text',
      statements: [{ sql: setFormatsInProcess, values: ['<process>'] }],
    },
  ];
  const step = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    await work();
    steps.push({ what, statements: traced.take() });
  };
  await step('Find out which database this is', () => rows.identify());
  const column = await findFileColumn(traced, options);
  traced.take();
  setAnswers(traced, column);
  await step('Try whether the database can be prepared, and take it back', () =>
    rows.rehearse(batchId),
  );
  await step(
    'Prepare the database, and log its files as pending, page by page. A REVOKE follows for ' +
      'each role that default privileges let write the new tables',
    () => rows.prepare(batchId),
  );
  await step('Read rows, page by page; single rows when a batch goes on', async () => {
    await assertColumns(traced, options.table, namesOf(details));
    await findFileColumn(traced, options);
    await readPages(traced, column, details);
  });
  await step('Write back what became of files, many at once', () =>
    rows.writeOutcomes([exampleRecord(column, batchId)]),
  );
  return steps;
};

/** Lets the statements go on as they do with a database that was prepared, over one row. */
const setAnswers = (traced: TracedDatabase, column: FileColumn): void => {
  const { value } = example;
  const id = exampleId(column);
  const state = Object.fromEntries(rowColumnNames.map((name) => [name, null]));
  traced.answer(addPage(column, undefined), [{ count: pendingPageRows, last: id }]);
  traced.answer(findRecorded(column), [{ row: 1 }]);
  traced.answer(selectRows(column), [{ id, value: column.isList ? [value] : value, state }]);
  traced.answer(updateRows(column), [{ id }]);
};

/** Of several columns, a list of their values. */
const exampleId = ({ key: [first, ...more] }: FileColumn): string =>
  more.length === 0 ? '<id>' : JSON.stringify([first, ...more].map((part) => `<${part?.name}>`));

/** The first page, later ones, the one a resume begins with, and the look at a single row. */
const readPages = async (
  traced: TracedDatabase,
  column: FileColumn,
  details: DetailColumns,
): Promise<void> => {
  for (const comparison of [undefined, '>', '>=', '='] as const) {
    const page = pageOf(column, details, comparison);
    traced.answer(page, []);
    await traced.rows(page, comparison ? [exampleId(column)] : []);
  }
};

const exampleRecord = (of: FileColumn, batchId: string): RowRecord => ({
  batchId,
  recordId: '',
  path: '',
  key: example.key,
  status: 'transferred',
  contentType: '',
  sha256: Buffer.alloc(32).toString('base64'),
  attempts: 1,
  row: {
    table: of.table,
    id: exampleId(of),
    column: of.column,
    value: example.value,
    ...(of.isList && { index: 0 }),
  },
  updatedAt: example.time,
});
