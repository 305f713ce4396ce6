import { dueRun, type IntegrityRun } from '../../../core/operations/model/integrity-run.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';
import type { KeptChecksum } from '../../fakes/storage/memory-objects.ts';
import { anUpload, sha256 } from './records.ts';
import { filesBucket, type World } from './world.ts';

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
