import { SourceMissing } from '../errors.ts';
import { changeUpload } from './change-upload.ts';
import { refusalReasons } from './model/refusal-reasons.ts';
import type { Upload } from './model/upload.ts';
import type { CheckRequest, HashProgress, PinnedRef } from './ports.ts';
import { type Finding, type ReceiveDeps, receiveUpload, withFinding } from './receive-upload.ts';

/** The outcome of a check request. `idle`: the upload needed no check. */
export type CheckOutcome = Upload['status'] | 'continued' | 'idle';

type HasTime = { hasTime: () => boolean };

/**
 * Reads a file that was too large to read during the client's request, and settles its status. A
 * file that does not fit into one run continues in the next. Simultaneous completions ask for a
 * check each; only the one on record reads the file. Idempotent.
 */
export const checkUpload = async (
  deps: ReceiveDeps,
  request: CheckRequest & HasTime,
): Promise<CheckOutcome> => {
  const upload = await deps.uploads.find(request.uploadId);
  if (upload?.scan?.decides) return 'idle';
  if (upload?.status === 'checking')
    return upload.checkId === request.checkId ? readOn(deps, upload, request) : 'idle';
  // The completion asked for this and died before the record said so.
  if (upload?.status === 'pending') return (await receiveUpload(deps, upload)).status;
  return 'idle';
};

const readOn = async (
  deps: ReceiveDeps,
  upload: Upload,
  { checkId, progress, hasTime }: CheckRequest & HasTime,
): Promise<CheckOutcome> => {
  const { bucket, key, versionId, uploadId } = upload;
  if (versionId === undefined) return 'idle';
  const end = await read(deps, { bucket, key, versionId }, { from: progress, hasTime });
  if (typeof end !== 'object') return (await settle(deps, { ...upload, versionId }, end)).status;
  await deps.checks.send({ uploadId, checkId, progress: end });
  return 'continued';
};

/** Where the reading ended; a file that is gone has no hash. */
const read = async (
  { reader }: ReceiveDeps,
  ref: PinnedRef,
  options: { from: HashProgress | undefined; hasTime: () => boolean },
): Promise<string | HashProgress | undefined> => {
  try {
    return await reader.sha256(ref, options);
  } catch (error) {
    if (error instanceof SourceMissing) return undefined;
    throw error;
  }
};

/** Settles against the current record: the SHA-256 may be announced during the reading. */
const settle = async (
  deps: ReceiveDeps,
  { uploadId, versionId }: Upload & { versionId: string },
  sha256: string | undefined,
): Promise<Upload> => {
  const finding: Finding =
    sha256 === undefined ? { refusal: refusalReasons.missing() } : { sha256 };
  return changeUpload(deps, uploadId, (current) =>
    current.status === 'checking' && current.versionId === versionId
      ? withFinding(deps, { ...current, versionId }, finding)
      : current,
  );
};
