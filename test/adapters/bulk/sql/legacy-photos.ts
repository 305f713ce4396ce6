import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { PostgresRows } from '../../../../adapters/bulk/sql/postgres-rows.ts';
import type { BatchRecord } from '../../../../core/bulk/model/batch.ts';
import { type Postgres, startPostgres } from '../../../postgres/start-postgres.ts';

/** A hash in both of its spellings. */
export const sha256 = Buffer.alloc(32, 7).toString('base64');
export const hex = '07'.repeat(32);

/** When files were settled. */
export const at = '2030-01-01T10:00:00.000Z';

/** A record of a photo that arrived. */
export const record = (
  id: number | string,
  value: string,
  changes: Partial<BatchRecord> = {},
): BatchRecord => ({
  batchId: 'first',
  recordId: `record-${id}`,
  path: `${id}/${value}`,
  key: `legacy/${value}`,
  status: 'transferred',
  contentType: 'image/jpeg',
  sha256,
  attempts: 1,
  row: { table: 'photos', id: String(id), column: 'photo_path', value },
  updatedAt: at,
  ...changes,
});

/** The fields of a record whose file did not arrive. */
export const failure = {
  status: 'failed' as const,
  failure: { code: 'SourceMissing', message: 'The file is gone.' },
};

/** An old database with three photos, made anew for every test. */
export class LegacyPhotos {
  #postgres: Postgres | undefined;
  #rows: PostgresRows | undefined;

  /** Call it where tests are described. */
  static forTests(): LegacyPhotos {
    const photos = new LegacyPhotos();
    beforeAll(() => photos.#start());
    afterAll(() => photos.postgres.stop());
    beforeEach(() => photos.#fill());
    afterEach(() => photos.rows.close());
    return photos;
  }

  get postgres(): Postgres {
    if (!this.#postgres) throw new Error('not started');
    return this.#postgres;
  }

  get rows(): PostgresRows {
    if (!this.#rows) throw new Error('not started');
    return this.#rows;
  }

  query(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]> {
    return this.postgres.query(sql, values);
  }

  rowsOf(table: string, column: string, indexUrls = false): PostgresRows {
    return new PostgresRows({
      url: this.postgres.url,
      table,
      id: 'id',
      column,
      indexUrls,
      urlOf: (key) => `s3://kept/${key}`,
    });
  }

  async photo(id: number): Promise<unknown> {
    return (await this.query('SELECT * FROM photos WHERE id = $1', [id]))[0];
  }

  /** What became of files; those that are pending are left out. */
  log(): Promise<unknown> {
    return this.query(
      `SELECT record_id, old_url, new_s3_url, migration_status, error_message
        FROM s3_migration_log WHERE migration_status <> 'pending' ORDER BY id`,
    );
  }

  /** The failed findings of `check`. */
  async wrong(): Promise<string[]> {
    return (await this.rows.check()).filter(({ ok }) => !ok).map(({ what }) => what);
  }

  async #start(): Promise<void> {
    this.#postgres = await startPostgres();
  }

  async #fill(): Promise<void> {
    await this.query('DROP SCHEMA public CASCADE');
    await this.query('CREATE SCHEMA public');
    await this.query('CREATE TABLE photos (id bigint PRIMARY KEY, photo_path text, title text)');
    await this.query(
      `INSERT INTO photos VALUES (1, 'a.jpg', 'A'), (2, 'b.jpg', 'B'), (10, 'c.jpg', 'C')`,
    );
    this.#rows = this.rowsOf('photos', 'photo_path');
  }
}
