import * as z from 'zod';
import type { FileCategory } from '../contract.ts';
import { Gone, UploadMismatch, UploadNotReceived } from '../errors.ts';
import { parseInput } from '../shared/model/parse-input.ts';
import { textSchema } from '../shared/model/text.ts';
import type { Clock } from '../shared/ports.ts';
import type { ObjectStore } from '../storage/ports.ts';
import { changeUpload } from '../uploads/change-upload.ts';
import { isAwaited, type Upload } from '../uploads/model/upload.ts';
import type { Uploads } from '../uploads/ports.ts';
import { permanentKeys } from './model/permanent-keys.ts';
import { isHeldBackByScan, overruled, type Scanned } from './model/scanned-upload.ts';

export const overruleScanSchema = z.strictObject(
  { reason: textSchema(500) },
  'must be a JSON object',
);

export type OverruleDeps = {
  uploads: Uploads;
  objects: Pick<ObjectStore, 'reveal'>;
  clock: Clock;
  filesBucket: string;
  categories: Readonly<Record<string, FileCategory>>;
};

/**
 * Lets a file go on where it stood before a scan for malware held it back, because an operator
 * knows better; the audit log has the reason. The record is written first, then the copies are
 * revealed. Idempotent: another call reveals what a failed one left hidden. A file that no scan
 * holds back stays as it is. Throws `InvalidInput`, `NotFound`, `Gone`, `UploadNotReceived`, or
 * `UploadMismatch` for a file that was refused for another reason.
 */
export const overruleScan = async (
  deps: OverruleDeps,
  uploadId: string,
  body: unknown,
): Promise<Upload> => {
  parseInput(overruleScanSchema, body);
  const upload = await changeUpload(deps, uploadId, (current) => {
    assertOverrulable(current);
    const now = deps.clock.now().toISOString();
    return isHeldBackByScan(current) ? overruled(current as Scanned, now) : current;
  });
  if (upload.scan?.result === 'overruled' && upload.status === 'permanent')
    for (const key of permanentKeys(deps.categories, upload))
      await deps.objects.reveal(deps.filesBucket, key);
  return upload;
};

const assertOverrulable = (upload: Upload): void => {
  const { uploadId, status, removal } = upload;
  const context = { uploadId };
  if (removal || status === 'aborted' || status === 'expired')
    throw new Gone(`Upload ${uploadId} is gone or going.`, { context });
  if (isAwaited(upload))
    throw new UploadNotReceived(
      `Upload ${uploadId} is ${status}. Only a verdict that has come can be overruled.`,
      { context },
    );
  if (status === 'quarantined' && !isHeldBackByScan(upload))
    throw new UploadMismatch(
      `Upload ${uploadId} was refused for another reason than its scan: start a new upload.`,
      { context },
    );
};
