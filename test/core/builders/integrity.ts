import { dueRun, type IntegrityRun } from '../../../core/operations/model/integrity-run.ts';
import type { KeptVersions } from '../../../core/operations/ports.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';
import { MemoryBatches } from '../../fakes/bulk/memory-batches.ts';
import { MemoryIntegrityRuns } from '../../fakes/operations/memory-integrity-runs.ts';
import type { KeptChecksum } from '../../fakes/storage/memory-objects.ts';
import { anUpload, sha256 } from './records.ts';
import { aWorld, filesBucket, type World } from './world.ts';

/** What every file of these tests contains when it is sound. */
export const soundBytes = 'the bytes';

type Kept = { stored?: string; checksum?: KeptChecksum } & Partial<Upload>;

/** A permanent file that is on record, with the bytes and the checksum that storage has of it. */
export const putPermanent = (
  { uploads, objects }: World,
  uploadId: string,
  { stored = soundBytes, checksum = 'sha256', ...fields }: Kept = {},
): Upload => {
  const key = `photos/ord_1/${uploadId}`;
  const { versionId } = objects.put(filesBucket, key, stored, { checksum });
  const upload = anUpload({
    uploadId,
    bucket: filesBucket,
    key,
    versionId,
    status: 'permanent',
    sizeBytes: soundBytes.length,
    sha256: sha256(soundBytes),
    ...fields,
  });
  uploads.put(upload);
  return upload;
};

/** A run that has just begun. */
export const anIntegrityRun = (changes: Partial<IntegrityRun> = {}): IntegrityRun => {
  const run = dueRun(undefined, { now: new Date('2030-01-07T00:00:00.000Z'), everyWeeks: 52 });
  if (!run) throw new Error('A first run is always due.');
  return {
    ...run,
    findings: [{ kind: 'unregistered', key: 'a', versionId: 'v1', why: 'nobody named it' }],
    ...changes,
  };
};

const pageSize = 100;

/** A stage; its storage is listed a hundred versions at a time. */
export const aComparedStage = () => {
  const world = aWorld();
  const kept: KeptVersions = {
    pages: async function* (_prefix, after) {
      const all = world.objects.all
        .filter(({ bucket }) => bucket === filesBucket)
        .map(({ key, versionId }) => ({
          key,
          versionId,
          sizeBytes: 5,
          modifiedAt: new Date('2029-12-01T00:00:00.000Z'),
        }))
        .sort((a, b) => (a.key < b.key ? -1 : 1));
      for (let at = Number(after ?? 0); at === 0 || at < all.length; at += pageSize) {
        const end = at + pageSize;
        yield { versions: all.slice(at, end), ...(end < all.length && { next: `${end}` }) };
      }
    },
  };
  const runs = new MemoryIntegrityRuns();
  return { ...world, kept, runs, batches: new MemoryBatches(world.clock) };
};
