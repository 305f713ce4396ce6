import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { PostgresUploads } from '../../../../adapters/bulk/export/postgres-uploads.ts';
import { type Exported, exportUploads } from '../../../../core/bulk/export/export-uploads.ts';
import type { UploadsRegistry } from '../../../../core/bulk/export/ports.ts';
import type { UnreadableRecord } from '../../../../core/shared/model/unreadable-record.ts';
import type { Upload } from '../../../../core/uploads/model/upload.ts';
import { anUpload } from '../../../core/builders/records.ts';
import { MemoryUploadsRegistry } from '../../../fakes/bulk/memory-uploads-registry.ts';
import { type Postgres, startPostgres } from '../../../postgres/start-postgres.ts';

/** An upload that is kept for good. */
export const kept = (uploadId: string, fields: Partial<Upload> = {}): Upload =>
  anUpload({
    uploadId,
    status: 'permanent',
    bucket: 'files',
    key: `photos/${uploadId}`,
    versionId: 'v1',
    uploadedAt: '2030-01-02T00:00:00.000Z',
    ...fields,
  });

/** A registry, and an empty database for its copy, for every test. */
export class ExportedUploads {
  #postgres: Postgres | undefined;
  #copies: PostgresUploads[] = [];
  registry = new MemoryUploadsRegistry();
  /** Ids that runs told of. */
  unreadable: string[] = [];

  /** Call it where tests are described. */
  static forTests(): ExportedUploads {
    const exported = new ExportedUploads();
    beforeAll(async () => {
      exported.#postgres = await startPostgres();
    });
    afterAll(() => exported.postgres.stop());
    beforeEach(async () => {
      exported.registry = new MemoryUploadsRegistry();
      exported.unreadable = [];
      await exported.query('DROP SCHEMA IF EXISTS public, media CASCADE');
      await exported.query('CREATE SCHEMA public');
    });
    afterEach(async () => {
      for (const copy of exported.#copies.splice(0)) await copy.close();
    });
    return exported;
  }

  get postgres(): Postgres {
    if (!this.#postgres) throw new Error('not started');
    return this.#postgres;
  }

  query(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]> {
    return this.postgres.query(sql, values);
  }

  copy(table = 'user_uploads'): PostgresUploads {
    const urlOf = ({ bucket, key }: Pick<Upload, 'bucket' | 'key'>): string =>
      `https://${bucket}.s3.amazonaws.com/${key}`;
    const copy = new PostgresUploads({ url: this.postgres.url, table, urlOf });
    this.#copies.push(copy);
    return copy;
  }

  /** One run of the verb. */
  run(
    { table, registry = this.registry }: { table?: string; registry?: UploadsRegistry } = {},
    signal = new AbortController().signal,
  ): Promise<Exported> {
    const onUnreadable = ({ id }: UnreadableRecord) => this.unreadable.push(id);
    return exportUploads({ registry, copy: this.copy(table) }, { signal, onUnreadable });
  }

  /** Ids of the rows. */
  async ids(table = 'user_uploads'): Promise<unknown[]> {
    return (await this.query(`SELECT id FROM ${table} ORDER BY id`)).map(({ id }) => id);
  }
}
