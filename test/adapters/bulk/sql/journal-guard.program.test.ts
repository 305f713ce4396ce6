import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LegacyPhotos, record } from './legacy-photos.ts';

const old = LegacyPhotos.forTests();

const roles = ['mallory', 'app'];

beforeEach(async () => {
  for (const role of roles) await old.query(`CREATE ROLE ${role}`);
  await old.query('GRANT ALL ON SCHEMA public TO mallory');
});

afterEach(async () => {
  for (const role of roles) await old.query(`DROP OWNED BY ${role} CASCADE; DROP ROLE ${role}`);
});

const refused = (message: RegExp) => ({
  name: 'InvalidInput',
  message: expect.stringMatching(message),
});

const migrated = async (): Promise<void> => {
  await old.rows.prepare('first');
  await old.rows.writeOutcomes([record(1, 'a.jpg')]);
};

const note = (kind: string, on: string, name: string, fileColumn: string) =>
  old.query('INSERT INTO s3_migration_created VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [
    kind,
    on,
    name,
    fileColumn,
  ]);

describe('a rollback drops what Keepsake makes, whatever its journal says', () => {
  it.each([
    ['a kind that is SQL', 'TABLE customers; --', 'photos', 'x', ''],
    ['a kind of its own', 'schema', 'public', 'public', ''],
    ['a table', 'table', 'customers', 'customers', ''],
    ['a view', 'view', 'customers_view', 'customers_view', ''],
    ['an index', 'index', 'customers', 'customers_pkey', ''],
    ['a column of the old table', 'column', 'photos', 'title', 'photo_path'],
    ['the column of files', 'column', 'photos', 'photo_path', 'photo_path'],
    ['a column of another table', 'column', 'customers', 'name', ''],
    ['a constraint', 'constraint', 'photos', 'photos_pkey', 'photo_path'],
  ])('%s', async (_what, kind, on, name, fileColumn) => {
    await old.query('CREATE TABLE customers (id int PRIMARY KEY, name text)');
    await old.query('CREATE VIEW customers_view AS SELECT 1 AS one');
    const before = old.postgres.schemaDump();
    await migrated();
    await note(kind, on, name, fileColumn);
    await old.rows.undo('first');
    expect(old.postgres.schemaDump()).toBe(before);
  });
});

describe('a journal that other roles may write is not believed', () => {
  it.each(['INSERT', 'UPDATE', 'DELETE', 'TRIGGER', 'UPDATE (kind)'])(
    'with %s granted to another role',
    async (right) => {
      await migrated();
      await old.query(`GRANT ${right} ON s3_migration_created TO mallory`);
      const before = old.postgres.dataDump('postgres');
      const message = /s3_migration_created can be written by mallory.*REVOKE/;
      await expect(old.rows.undo('first')).rejects.toMatchObject(refused(message));
      await expect(old.rows.restore('first', [record(1, 'a.jpg')])).rejects.toMatchObject(
        refused(message),
      );
      await expect(old.rows.writeOutcomes([record(2, 'b.jpg')])).rejects.toMatchObject(
        refused(message),
      );
      expect(old.postgres.dataDump('postgres')).toBe(before);
      expect(await old.wrong()).toEqual(['rights to the journal']);
    },
  );

  it('with a right of PUBLIC', async () => {
    await migrated();
    await old.query('GRANT INSERT ON s3_migration_rows TO PUBLIC');
    await expect(old.rows.undo('first')).rejects.toMatchObject(refused(/written by PUBLIC/));
  });

  it('with a trigger', async () => {
    await migrated();
    await old.query(
      `CREATE FUNCTION steal() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
    );
    await old.query(
      'CREATE TRIGGER thief BEFORE DELETE ON s3_migration_created FOR EACH ROW EXECUTE FUNCTION steal()',
    );
    await expect(old.rows.undo('first')).rejects.toMatchObject(refused(/triggers or rules.*thief/));
  });

  it.each([
    ['a table', 'CREATE TABLE s3_migration_created (kind text, on_name text, name text)'],
    ['a view', 'CREATE VIEW s3_migration_batches AS SELECT 1 AS batch_id'],
    ['a log', 'CREATE TABLE s3_migration_log (id bigint)'],
  ])('made by another role beforehand: %s', async (_what, statement) => {
    await old.query(`SET ROLE mallory; ${statement}; RESET ROLE`);
    const before = old.postgres.schemaDump();
    await expect(old.rows.prepare('first')).rejects.toMatchObject(
      refused(/belongs to mallory|is no table/),
    );
    expect(old.postgres.schemaDump()).toBe(before);
  });
});

describe('a journal that only its owners may write', () => {
  it('stays shut although default privileges give new tables to the application', async () => {
    await old.query('ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO app');
    const before = old.postgres.schemaDump();
    await migrated();
    expect(await old.wrong()).toEqual([]);
    expect(await old.rows.undo('first')).toEqual({ restored: 1, kept: 0 });
    expect(old.postgres.schemaDump()).toBe(before);
  });

  it('may be read by others', async () => {
    await migrated();
    await old.query('GRANT SELECT ON s3_migration_rows, s3_migration_log TO app');
    expect(await old.rows.undo('first')).toEqual({ restored: 1, kept: 0 });
  });

  it('may be written by who owns the old table', async () => {
    await migrated();
    await old.query('ALTER TABLE photos OWNER TO app');
    await old.query('GRANT ALL ON s3_migration_rows TO app');
    expect(await old.rows.undo('first')).toEqual({ restored: 1, kept: 0 });
  });
});
