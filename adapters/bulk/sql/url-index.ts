import { createHash } from 'node:crypto';
import type { Session } from './database.ts';
import { type FileColumn, tableIn } from './file-column.ts';
import { quoted } from './identifier.ts';
import { columnNameFor } from './recorded-schema.ts';

/** PostgreSQL's longest name of an index. */
const maxBytes = 63;

/**
 * Builds the index while the table is read and written. An index that was left half-built is built
 * anew. Takes no transaction: PostgreSQL builds concurrently only outside of one.
 */
export async function indexUrls(session: Session, column: FileColumn): Promise<void> {
  const index = `${quoted(column.schema)}.${quoted(nameOf(column))}`;
  const [found] = await session.rows<{ valid: boolean }>(
    'SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass($1)',
    [index],
  );
  if (found?.valid) return;
  const drop = `DROP INDEX CONCURRENTLY IF EXISTS ${index}`;
  if (found) await session.rows(drop);
  try {
    await session.rows(create(column));
  } catch (error) {
    await session.rows(drop).catch(() => undefined);
    throw error;
  }
}

const nameOf = (column: FileColumn): string => {
  const name = `idx_${column.table}_${columnNameFor(column, 's3_url')}`;
  if (Buffer.byteLength(name) <= maxBytes) return name;
  return `idx_s3_url_${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
};

/**
 * An index on the rows that have a URL. A URL may be longer than a B-tree takes (2,704 bytes), so
 * that single ones are hashed; a list is searched for the URLs in it.
 */
const create = (column: FileColumn): string => {
  const url = quoted(columnNameFor(column, 's3_url'));
  const method = column.isList ? 'gin' : 'hash';
  return `CREATE INDEX CONCURRENTLY ${quoted(nameOf(column))} ON ${tableIn(column)}
    USING ${method} (${url}) WHERE ${url} IS NOT NULL`;
};
