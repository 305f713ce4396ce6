import { describe, expect, it } from '@jest/globals';
import type { StoredItem } from '../../../core/operations/ports.ts';
import { fileRecovery } from '../../../core/operations/recover-file.ts';
import { recoverRecords } from '../../../core/operations/recover-records.ts';
import { MemoryRecordTable } from '../../fakes/operations/memory-record-table.ts';
import { MemoryObjects } from '../../fakes/storage/memory-objects.ts';

const tableOf = (...items: StoredItem[]) => new MemoryRecordTable(['uploadId'], items);
const record = (uploadId: string, fields: StoredItem = {}): StoredItem => ({
  uploadId,
  writeId: `write of ${uploadId}`,
  ...fields,
});

type Stage = { backup: MemoryRecordTable; records: MemoryRecordTable; erased?: StoredItem[] };
type How = { apply?: boolean; overwrite?: boolean; files?: ReturnType<typeof fileRecovery> };

const recover = async (
  { backup, records, erased = [] }: Stage,
  { apply = true, overwrite = false, files }: How = {},
) => {
  const told: string[] = [];
  const report = await recoverRecords(
    { backup, records, erasures: tableOf(...erased), files, isOurs: () => true },
    { apply, overwrite, onRecord: ({ uploadId }, outcome) => told.push(`${uploadId} ${outcome}`) },
  );
  return { report, told };
};

describe('the recovery of a damaged table', () => {
  const backup = tableOf(record('upl_1'), record('upl_2'), record('upl_3', { name: 'before' }));
  const damaged = () => tableOf(record('upl_1'), record('upl_3', { name: 'after' }));

  it('says what is missing and what differs, and changes nothing', async () => {
    const records = damaged();
    const { report, told } = await recover({ backup, records }, { apply: false, overwrite: true });
    expect(told).toEqual(['upl_2 missing', 'upl_3 different']);
    expect([report.same, report.written, records.all]).toEqual([1, 0, damaged().all]);
  });

  it('writes what is missing, and leaves what differs until it is told otherwise', async () => {
    const records = damaged();
    expect((await recover({ backup, records })).report).toMatchObject({ written: 1 });
    expect(records.all.find(({ uploadId }) => uploadId === 'upl_3')).toMatchObject({
      name: 'after',
    });
    await recover({ backup, records }, { overwrite: true });
    expect((await recover({ backup, records })).report).toMatchObject({ same: 3, written: 0 });
  });

  it('keeps what is younger than the backup', async () => {
    const records = tableOf(record('upl_9'));
    await recover({ backup, records }, { overwrite: true });
    expect(records.all).toHaveLength(4);
  });

  it('brings back nothing that was erased since, and nothing of an erased owner', async () => {
    const records = tableOf();
    const { told } = await recover({
      backup: tableOf(record('upl_1'), record('upl_2', { ownerId: 'usr_1' }), record('upl_3')),
      records,
      erased: [{ uploadId: 'upl_1' }, { uploadId: 'owner#usr_1' }],
    });
    expect(told).toEqual(['upl_1 erased', 'upl_2 erased', 'upl_3 missing']);
    expect(records.all).toHaveLength(1);
  });

  it('writes over nothing that changes meanwhile', async () => {
    const records = damaged();
    const racing = Object.assign(tableOf(), {
      findMany: async (keys: StoredItem[]) => {
        const found = await records.findMany(keys);
        await records.put(record('upl_2'), undefined);
        return found;
      },
      put: records.put.bind(records),
    });
    expect((await recover({ backup, records: racing })).told).toContain('upl_2 changed');
  });
});

describe('the recovery of a lost region', () => {
  const aCopy = () => {
    const objects = new MemoryObjects();
    const { versionId } = objects.put('replica', 'photos/upl_1', 'the bytes', {
      contentType: 'image/png',
      metadata: { 'keepsake-order': 'ord_1' },
    });
    const files = fileRecovery({
      ...{ objects, from: 'replica', to: 'files' },
      storageClassOf: () => 'STANDARD',
    });
    const file = record('upl_1', {
      ...{ status: 'permanent', bucket: 'gone', key: 'photos/upl_1', versionId },
      category: 'photo',
    });
    return { objects, files, file };
  };

  it('copies each file before it writes the record that names the copy', async () => {
    const { objects, files, file } = aCopy();
    const records = tableOf();
    await recover({ backup: tableOf(file), records }, { files });
    const [recovered] = records.all;
    expect(recovered).toMatchObject({ bucket: 'files', key: 'photos/upl_1' });
    const versionId = `${recovered?.versionId}`;
    expect(await objects.head({ bucket: 'files', key: 'photos/upl_1', versionId })).toMatchObject({
      contentType: 'image/png',
      metadata: { 'keepsake-order': 'ord_1' },
    });
  });

  it('writes the record of a file that an older system still has, and looks for no copy', async () => {
    const { objects, files, file } = aCopy();
    const whereItLies = { ...file, key: 'legacy/1', source: 'local', versionId: undefined };
    const records = tableOf();
    await recover({ backup: tableOf(whereItLies), records }, { files });
    expect(records.all).toMatchObject([{ bucket: 'files', key: 'legacy/1', source: 'local' }]);
    expect(objects.calls.map(({ operation }) => operation)).not.toContain('copy');
  });

  it('goes on after an interruption, and again, without a second copy', async () => {
    const { objects, files, file } = aCopy();
    const stage = { backup: tableOf(file), records: tableOf() };
    const failing = Object.assign(tableOf(), { put: () => Promise.reject(new Error('killed')) });
    await expect(recover({ ...stage, records: failing }, { files })).rejects.toThrow('killed');
    await recover(stage, { files });
    expect((await recover(stage, { files, overwrite: true })).report).toMatchObject({ same: 1 });
    expect(objects.all.filter(({ bucket }) => bucket === 'files')).toHaveLength(1);
  });

  it('tells what has no copy, what was temporary, and what lies in the way', async () => {
    const { objects, files, file } = aCopy();
    objects.put('files', 'photos/upl_1', 'other bytes');
    const backup = tableOf(
      file,
      record('upl_2', { ...file, uploadId: 'upl_2', key: 'photos/upl_2' }),
      record('upl_3', { ...file, uploadId: 'upl_3', status: 'uploaded' }),
    );
    const records = tableOf();
    const { told } = await recover({ backup, records }, { files });
    expect(told.sort()).toEqual(['upl_1 occupied', 'upl_2 lost', 'upl_3 temporary']);
    expect(records.all).toEqual([]);
  });

  it('copies nothing in a dry run', async () => {
    const { objects, files, file } = aCopy();
    const { told } = await recover(
      { backup: tableOf(file), records: tableOf() },
      { files, apply: false },
    );
    expect([told, objects.all.length]).toEqual([['upl_1 missing'], 1]);
  });
});
