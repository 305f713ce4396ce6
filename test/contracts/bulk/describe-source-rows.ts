import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { BatchRecord } from '../../../core/bulk/model/batch.ts';
import type { SourceRows } from '../../../core/bulk/ports.ts';

/** A row's values for its file. */
type Said = { key: string; status: string; batchId: string };

/** Rows over a database that holds `a.jpg` in row 1 and `b.jpg` in row 2. */
export type RowsStage = {
  make: () => Promise<SourceRows>;
  rename: (id: string, value: string) => Promise<void>;
  said: (id: string) => Promise<Said | undefined>;
};

const record = (id: string, value: string, changes: Partial<BatchRecord> = {}): BatchRecord => ({
  batchId: 'first',
  recordId: `record-${id}`,
  path: `${id}/${value}`,
  key: `legacy/${value}`,
  status: 'transferred',
  contentType: 'image/jpeg',
  sha256: Buffer.alloc(32).toString('base64'),
  attempts: 1,
  row: { table: 'photos', id, column: 'photo_path', value },
  updatedAt: '2030-01-01T10:00:00.000Z',
  ...changes,
});

const failed = {
  status: 'failed' as const,
  failure: { code: 'SourceMissing', message: 'It is gone.' },
};

/** Contract tests of every keeper of source rows. */
export function describeSourceRows(name: string, { make, rename, said }: RowsStage): void {
  let rows: SourceRows;

  beforeEach(async () => {
    rows = await make();
  });

  afterEach(() => rows.close());

  describe(`${name} as SourceRows`, () => {
    it('refuses outcomes of a batch that was not prepared', async () => {
      await expect(rows.writeOutcomes([record('1', 'a.jpg')])).rejects.toMatchObject({
        name: 'InvalidInput',
      });
      expect(await said('1')).toBeUndefined();
    });

    it('names objects that a row of another batch names, until that batch is rolled back', async () => {
      await rows.prepare('first');
      await rows.prepare('second');
      const mine = [record('1', 'a.jpg', { key: 'shared' })];
      await rows.writeOutcomes(mine);
      expect(await rows.namedByOthers('first', mine)).toEqual(new Set());
      const theirs = record('2', 'b.jpg', { key: 'shared', batchId: 'second', status: 'skipped' });
      await rows.writeOutcomes([theirs]);
      expect(await rows.namedByOthers('first', mine)).toEqual(new Set(['record-1']));
      await rows.undo('second');
      expect(await rows.namedByOthers('first', mine)).toEqual(new Set());
    });

    it('leaves no trace of a rehearsal', async () => {
      await rows.rehearse('first');
      await expect(rows.writeOutcomes([record('1', 'a.jpg')])).rejects.toMatchObject({
        name: 'InvalidInput',
      });
      expect(await said('1')).toBeUndefined();
    });

    it('says at the row where its file is, and of which batch', async () => {
      await rows.prepare('first');
      expect(
        await rows.writeOutcomes([record('1', 'a.jpg'), record('2', 'b.jpg', failed)]),
      ).toEqual([]);
      expect(await said('1')).toEqual({
        key: 'legacy/a.jpg',
        status: 'migrated',
        batchId: 'first',
      });
      expect(await said('2')).toEqual({ key: '', status: 'failed', batchId: 'first' });
    });

    it('counts a file as failed under whose key something else is', async () => {
      await rows.prepare('first');
      const { sha256: _none, ...skipped } = record('1', 'a.jpg', {
        status: 'skipped',
        reason: 'Other bytes are there.',
      });
      await rows.writeOutcomes([skipped]);
      expect(await said('1')).toMatchObject({ key: '', status: 'failed' });
    });

    it('answers the records whose row names another file, or is gone, and leaves the row', async () => {
      await rows.prepare('first');
      await rename('1', 'new.jpg');
      const unwritten = await rows.writeOutcomes([
        record('1', 'a.jpg'),
        record('2', 'b.jpg'),
        record('99', 'z.jpg'),
      ]);
      const ids = unwritten.map(({ recordId }) => recordId);
      expect(ids.sort()).toEqual(['record-1', 'record-99']);
      expect([await said('1'), (await said('2'))?.status]).toEqual([undefined, 'migrated']);
    });

    it('passes over records without a row, without an outcome, and rolled back', async () => {
      await rows.prepare('first');
      const { row: _none, ...elsewhere } = record('1', 'a.jpg');
      expect(
        await rows.writeOutcomes([
          elsewhere,
          record('1', 'a.jpg', { status: 'planned' }),
          record('2', 'b.jpg', { status: 'rolled_back' }),
        ]),
      ).toEqual([]);
      expect([await said('1'), await said('2')]).toEqual([undefined, undefined]);
    });

    it('puts rows back to what they said before, once', async () => {
      await rows.prepare('first');
      await rows.prepare('second');
      await rows.writeOutcomes([record('1', 'a.jpg')]);
      await rows.writeOutcomes([record('1', 'a.jpg', { batchId: 'second', key: 'other' })]);
      expect(await rows.undo('second')).toEqual({ restored: 1, kept: 0 });
      expect(await said('1')).toEqual({
        key: 'legacy/a.jpg',
        status: 'migrated',
        batchId: 'first',
      });
      expect(await rows.undo('second')).toEqual({ restored: 0, kept: 0 });
    });

    it('puts the rows of single files back, and leaves those of the others', async () => {
      await rows.prepare('first');
      const [a, b] = [record('1', 'a.jpg'), record('2', 'b.jpg')];
      await rows.writeOutcomes([a, b]);
      expect(await rows.restore('first', [a])).toEqual({ restored: 1, kept: 0 });
      expect([await said('1'), (await said('2'))?.status]).toEqual([undefined, 'migrated']);
      expect(await rows.restore('first', [a])).toEqual({ restored: 0, kept: 0 });
      expect(await rows.undo('first')).toEqual({ restored: 1, kept: 0 });
    });

    it('leaves the row of a single file that a later batch wrote', async () => {
      await rows.prepare('first');
      await rows.prepare('second');
      await rows.writeOutcomes([record('1', 'a.jpg')]);
      await rows.writeOutcomes([record('1', 'a.jpg', { batchId: 'second', key: 'other' })]);
      expect(await rows.restore('first', [record('1', 'a.jpg')])).toEqual({ restored: 0, kept: 1 });
      expect(await said('1')).toMatchObject({ key: 'other', batchId: 'second' });
    });

    it('leaves rows that a later batch wrote', async () => {
      await rows.prepare('first');
      await rows.prepare('second');
      await rows.writeOutcomes([record('1', 'a.jpg')]);
      await rows.writeOutcomes([record('1', 'a.jpg', { batchId: 'second', key: 'other' })]);
      expect(await rows.undo('first')).toEqual({ restored: 0, kept: 1 });
      expect(await said('1')).toMatchObject({ key: 'other', batchId: 'second' });
    });

    it('refuses a process that writes on after the rollback', async () => {
      await rows.prepare('first');
      await rows.undo('first');
      await expect(rows.writeOutcomes([record('1', 'a.jpg')])).rejects.toMatchObject({
        name: 'InvalidInput',
      });
    });

    it('finds everything in place once prepared, and not before', async () => {
      expect((await rows.check()).every(({ ok }) => ok)).toBe(false);
      await rows.prepare('first');
      expect((await rows.check()).filter(({ ok }) => !ok)).toEqual([]);
    });
  });
}
