import { beforeEach, describe, expect, it } from '@jest/globals';
import { SqlSource } from '../../../../adapters/bulk/sources/sql.ts';
import { Database } from '../../../../adapters/bulk/sql/database.ts';
import { PostgresRows } from '../../../../adapters/bulk/sql/postgres-rows.ts';
import { inItems } from '../../../../core/shared/in-groups.ts';
import { LegacyPhotos, record } from './legacy-photos.ts';

const old = LegacyPhotos.forTests();

const all = [record(1, 'a.jpg'), record(2, 'b.jpg'), record(10, 'c.jpg')];

/** A trigger on every update of a photo; `body` may refuse or swallow it. */
const onUpdate = async (body: string, kind = 'BEFORE UPDATE ON photos'): Promise<void> => {
  await old.query(`CREATE FUNCTION guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.id = 2 THEN ${body} END IF; RETURN NEW; END $$`);
  const constraint = kind.includes('DEFERR') ? 'CONSTRAINT' : '';
  await old.query(
    `CREATE ${constraint} TRIGGER guard ${kind} FOR EACH ROW EXECUTE FUNCTION guard()`,
  );
};

const statuses = async (): Promise<unknown[]> =>
  (await old.query('SELECT photo_path_migration_status AS status FROM photos ORDER BY id')).map(
    ({ status }) => status,
  );

const oneLeft = ['migrated', null, 'migrated'];

describe('a row whose update the database refuses', () => {
  beforeEach(() => old.rows.prepare('first'));

  it.each<[string, () => Promise<unknown>, string]>([
    ['a trigger', () => onUpdate(`RAISE EXCEPTION 'Row 2 is closed';`), 'Row 2 is closed (P0001)'],
    [
      'a constraint that older rows do not meet',
      () => old.query(`ALTER TABLE photos ADD CHECK (title <> 'B') NOT VALID`),
      'violates check constraint "photos_title_check" (23514)',
    ],
    [
      'a constraint that speaks at the end of the transaction',
      () =>
        onUpdate(
          `RAISE EXCEPTION 'Row 2 is closed';`,
          'AFTER UPDATE ON photos DEFERRABLE INITIALLY DEFERRED',
        ),
      'Row 2 is closed (P0001)',
    ],
    [
      'a column of the application that is too short',
      () => old.query('ALTER TABLE photos ALTER photo_path_s3_key TYPE varchar(16)'),
      'value too long for type character varying(16) (22001)',
    ],
  ])('keeps no other row from being written: %s', async (_what, refuse, said) => {
    await refuse();
    const long = record(2, 'b.jpg', { key: 'legacy/a-long-name/b.jpg' });
    const unwritten = await old.rows.writeOutcomes([record(1, 'a.jpg'), long, ...all.slice(2)]);
    expect(unwritten).toEqual([
      {
        recordId: 'record-2',
        reason: expect.stringMatching(/^The database refuses to write its row\. /),
      },
    ]);
    expect(unwritten[0]?.reason).toContain(said);
    expect(await statuses()).toEqual(oneLeft);
    expect(await old.log()).toMatchObject([
      { record_id: '1', migration_status: 'migrated' },
      { record_id: '10', migration_status: 'migrated' },
      { record_id: '2', migration_status: 'changed', error_message: expect.stringContaining(said) },
    ]);
    expect(await old.rows.undo('first')).toEqual({ restored: 2, kept: 0 });
  });

  it('is not said to be migrated: a trigger swallows its update', async () => {
    await onUpdate('RETURN NULL;');
    expect(await old.rows.writeOutcomes(all)).toEqual([
      { recordId: 'record-2', reason: expect.stringContaining('a trigger, a rule') },
    ]);
    expect(await statuses()).toEqual(oneLeft);
    const progress = 'SELECT files::int, migrated::int, changed::int FROM s3_migration_progress';
    expect(await old.query(progress)).toEqual([{ files: 3, migrated: 2, changed: 1 }]);
    expect(await old.rows.undo('first')).toEqual({ restored: 2, kept: 0 });
  });

  it('ends the run where the refusal is about every row: a function is missing', async () => {
    await onUpdate('PERFORM nothing();');
    await expect(old.rows.writeOutcomes(all)).rejects.toThrow('nothing() does not exist (42883)');
    expect(await statuses()).toEqual([null, null, null]);
  });

  it('keeps its file: a trigger swallows what a rollback restores', async () => {
    await old.rows.writeOutcomes(all);
    await onUpdate('RETURN NULL;');
    const before = [await old.photo(1), await old.photo(2)];
    await expect(old.rows.restore('first', all)).rejects.toThrow('Their files stay.');
    expect([await old.photo(1), await old.photo(2)]).toEqual(before);
    await old.query('DROP TRIGGER guard ON photos');
    expect(await old.rows.restore('first', all)).toEqual({ restored: 3, kept: 0 });
  });
});

describe('a database of one alphabet', () => {
  it('takes messages and rows beside those that it has no letters for', async () => {
    await old.query(
      `CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`,
    );
    const url = Object.assign(new URL(old.postgres.url), { pathname: '/latin' }).href;
    const latin = new Database(url);
    await latin.rows('CREATE TABLE photos (id bigint PRIMARY KEY, photo_path text)');
    await latin.rows(`INSERT INTO photos VALUES (1, 'a.jpg'), (2, 'café.jpg'), (10, 'c.jpg')`);
    const rows = new PostgresRows({
      ...{ url, table: 'photos', id: 'id', column: 'photo_path' },
      urlOf: (key) => `https://kept/${encodeURIComponent(key)}`,
    });
    try {
      await rows.prepare('first');
      const gone = { code: 'Missing', message: 'No café.jpg below /写真.' };
      const unwritten = await rows.writeOutcomes([
        record(1, 'a.jpg'),
        record(2, 'café.jpg', { status: 'failed', failure: gone }),
        record(10, 'c.jpg', { key: '写真/c.jpg' }),
      ]);
      expect(unwritten).toEqual([
        { recordId: 'record-10', reason: expect.stringContaining('LATIN1') },
      ]);
      expect(
        await latin.rows(
          `SELECT record_id, migration_status AS status, error_message AS message
            FROM s3_migration_log WHERE migration_status <> 'pending' ORDER BY record_id`,
        ),
      ).toMatchObject([
        { record_id: '1', status: 'migrated' },
        { record_id: '10', status: 'changed' },
        {
          record_id: '2',
          status: 'failed',
          message: 'No caf\\u{e9}.jpg below /\\u{5199}\\u{771f}.',
        },
      ]);
    } finally {
      await rows.close();
      await latin.close();
    }
  });
});

describe('rows that row-level security hides', () => {
  it('refuse the table: their files would be left behind, and the batch be complete', async () => {
    await old.query(`CREATE ROLE clerk LOGIN`);
    await old.query('ALTER TABLE photos OWNER TO clerk');
    await old.query('GRANT ALL ON SCHEMA public TO clerk');
    await old.query('ALTER TABLE photos ENABLE ROW LEVEL SECURITY');
    const url = old.postgres.url.replace('keepsake:hunter2@', 'clerk@');
    const names = { url, table: 'photos', id: 'id', column: 'photo_path' };
    const list = async (): Promise<number> => {
      const source = new SqlSource({ ...names, root: '/' });
      const files = [];
      try {
        for await (const file of inItems(source.list())) files.push(file);
        return files.length;
      } finally {
        await source.close();
      }
    };
    // The owner sees every row, unless security is forced.
    expect(await list()).toBe(3);
    await old.query('ALTER TABLE photos FORCE ROW LEVEL SECURITY');
    const message = expect.stringContaining('Row-level security of photos hides rows');
    await expect(list()).rejects.toMatchObject({ name: 'InvalidInput', message });
    const rows = new PostgresRows({ ...names, urlOf: (key) => key });
    await expect(rows.prepare('first')).rejects.toMatchObject({ message });
    await rows.close();
    await old.query('DROP OWNED BY clerk');
    await old.query('DROP ROLE clerk');
  });
});
