import type { Batch, BatchFile, Erasure, Job, Stats, Upload } from '@keepsake/client/operator';

const at = '2030-01-01T12:00:00.000Z';
const later = '2030-01-01T12:10:00.000Z';

/** A name that would be markup, a script or another line where it is not escaped. */
export const hostileName = '<img src=x onerror=alert(1)>\u202Egnp.exe\n"\'`&amp;.jpg';

/** A received upload, with what is said to be otherwise. */
export const sampleUpload = (changes: Partial<Upload> = {}): Upload => ({
  uploadId: 'upl_1',
  ownerId: 'usr_alice',
  category: 'photo',
  fileName: 'holiday.jpg',
  contentType: 'image/jpeg',
  sizeBytes: 2_500_000,
  key: 'temp/upl_1/holiday.jpg',
  source: 's3',
  status: 'uploaded',
  createdAt: at,
  updatedAt: later,
  ...changes,
});

const none = { files: 0, bytes: 0 };

/** The counts of a batch that has moved nothing yet. */
export const noCounts: Batch['counts'] = {
  planned: none,
  transferred: none,
  skipped: none,
  failed: none,
  changed: none,
  rolled_back: none,
};

/** A completed batch of a hundred files. */
export const sampleBatch = (changes: Partial<Batch> = {}): Batch => ({
  batchId: 'bat_1',
  status: 'completed_with_errors',
  dryRun: false,
  listed: true,
  shards: 1,
  createdBy: 'usr_admin',
  createdAt: at,
  startedAt: at,
  updatedAt: later,
  source: 's3://legacy/media/',
  target: 's3://files/photos/',
  category: 'photo',
  ownerId: 'usr_alice',
  atomic: false,
  counts: {
    ...noCounts,
    transferred: { files: 98, bytes: 98_000_000 },
    failed: { files: 2, bytes: 2_000_000 },
  },
  total: { files: 100, bytes: 100_000_000 },
  percent: 98,
  ...changes,
});

/** A file of it that failed. */
export const sampleBatchFile = (changes: Partial<BatchFile> = {}): BatchFile => ({
  recordId: 'rec_1',
  path: 'media/broken.jpg',
  key: 'photos/broken.jpg',
  status: 'failed',
  contentType: 'image/jpeg',
  sizeBytes: 1_000_000,
  attempts: 3,
  failure: { code: 'SourceChanged', message: 'The source changed while it was copied.' },
  updatedAt: later,
  ...changes,
});

/** A job that a worker works on. */
export const sampleJob = (changes: Partial<Job> = {}): Job => ({
  jobId: 'job_1',
  ownerId: 'usr_alice',
  title: 'Clean the recording',
  inputs: { recording: 'upl_1' },
  onFinish: { inputs: 'delete', outputs: 'keep' },
  status: 'running',
  createdAt: at,
  updatedAt: later,
  ...changes,
});

const some = { files: 3, bytes: 3_000_000 };

/** Figures of a small stage. */
export const sampleStats = (): Stats => ({
  total: { files: 10, bytes: 50_000_000_000 },
  byStatus: { permanent: { files: 7, bytes: 49_000_000_000 }, uploaded: some },
  byCategory: { photo: { files: 10, bytes: 50_000_000_000 } },
  byOwnerType: { user: { files: 10, bytes: 50_000_000_000 } },
  byDay: { '2030-01-01': some, '2030-01-02': { files: 7, bytes: 49_000_000_000 } },
  permanentByDay: { '2030-01-02': { files: 7, bytes: 49_000_000_000 } },
});

/** An entry of the erasure ledger. */
export const sampleErasure = (name = 'usr_1', uploadId = 'upl_9'): Erasure => ({
  uploadId,
  ownerId: name,
  category: name,
  versions: 2,
  bytes: 2_000_000,
  erasedAt: at,
  erasedBy: name,
});
