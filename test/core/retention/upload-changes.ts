import { countUploads } from '../../../core/retention/count-uploads.ts';
import type { Tally } from '../../../core/retention/model/upload-count.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';
import type { UploadChange } from '../../../core/uploads/model/upload-news.ts';
import { MemoryStats } from '../../fakes/retention/memory-stats.ts';
import { MemoryQuotas } from '../../fakes/uploads/memory-quotas.ts';
import { anUpload } from '../builders/records.ts';

export const everyDay = '0000-00-00';
export const quiet = (): void => {};

export const count = (stats: MemoryStats, ...changes: UploadChange[]): Promise<string[]> =>
  countUploads({ stats }, changes, quiet);

export const created = (fields: Partial<Upload> = {}): Upload =>
  anUpload({ reservedFor: 'usr_alice', ...fields });

export const told = (now: Upload, before?: Upload): UploadChange => ({
  uploadId: now.uploadId,
  now,
  before,
});

export const removed = (before: Upload): UploadChange => ({ uploadId: before.uploadId, before });

export const next = (upload: Upload, fields: Partial<Upload>): Upload => ({
  ...upload,
  ...fields,
  revision: upload.revision + 1,
});

/** Stats beside quotas in which the creation of these uploads was reserved. */
export const aCounter = (...uploads: Upload[]): MemoryStats => {
  const quotas = new MemoryQuotas();
  quotas.move(
    uploads.flatMap(({ reservedFor: name, sizeBytes: bytes }) =>
      name === undefined ? [] : [{ name, files: 1, bytes }],
    ),
  );
  return new MemoryStats(quotas);
};

export const totalsOf = async (stats: MemoryStats): Promise<Record<string, Tally>> => {
  const { totals } = await stats.read(everyDay);
  return Object.fromEntries(Object.entries(totals).filter(([, { files }]) => files !== 0));
};
