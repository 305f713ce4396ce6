import { disposition } from '../../storage/model/disposition.ts';
import type { BatchPlan, BatchRecord } from './batch.ts';
import { displayName } from './batch-names.ts';
import { batchMark } from './batch-record.ts';
import { propertiesOf } from './object-properties.ts';
import type { KnownObject, SourceFile, TransferJob } from './transfer.ts';

/** The engine's job for a record's file. */
export const jobOf = (
  plan: BatchPlan,
  record: BatchRecord,
  location: SourceFile['location'],
  known?: KnownObject,
): TransferJob => ({
  recordId: record.recordId,
  location,
  key: record.key,
  contentType: record.contentType,
  ...describedBy(plan, record),
  ...(plan.target.storageClass !== undefined && { storageClass: plan.target.storageClass }),
  metadata: batchMark(record),
  onConflict: plan.onConflict,
  ...(record.multipartId !== undefined && { multipartId: record.multipartId }),
  expected: expectedOf(record),
  ...(known && { known }),
});

/**
 * A registered file is served by us: its type decides whether it is shown or saved. Any other file
 * keeps what its source says of it.
 */
const describedBy = (
  plan: BatchPlan,
  { path, contentType }: BatchRecord,
): Pick<TransferJob, 'disposition' | 'keeps' | 'properties'> => {
  if (plan.register)
    return { disposition: disposition({ fileName: displayName(path), contentType }) };
  const properties = propertiesOf(plan, path);
  return { keeps: plan.metadata ?? 'all', ...(properties && { properties }) };
};

// Listings of some S3 look-alikes have milliseconds where their answers have seconds: an ETag says
// more than both.
const expectedOf = ({
  sizeBytes,
  modifiedAt,
  sourceEtag,
  sha256,
}: BatchRecord): NonNullable<TransferJob['expected']> => ({
  ...(sizeBytes !== undefined && { sizeBytes }),
  ...(modifiedAt !== undefined && sourceEtag === undefined && { modifiedAt }),
  ...(sourceEtag !== undefined && { etag: sourceEtag }),
  ...(sha256 !== undefined && { sha256 }),
});
