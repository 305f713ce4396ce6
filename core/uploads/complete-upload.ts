import * as z from 'zod';
import { InvalidInput } from '../errors.ts';
import type { Caller } from '../sessions/model/session.ts';
import { parseInput } from '../shared/model/parse-input.ts';
import { changeUpload } from './change-upload.ts';
import { sha256Schema } from './model/announcement.ts';
import { isAwaited, type Upload } from './model/upload.ts';
import { type ReachDeps, sendableUpload } from './reach-upload.ts';
import { type ReceiveDeps, receiveUpload } from './receive-upload.ts';
import { assertStanding } from './upload-standing.ts';

export const completeUploadSchema = z.strictObject(
  { sha256: sha256Schema.optional() },
  'must be a JSON object',
);

/**
 * Checks the received bytes against the announcement and pins their version. A file too large to be
 * read while the client waits is answered as `checking`. Either the client gives the SHA-256 or the
 * server computes it. Idempotent; a mismatch is quarantined for good: `UploadMismatch`. Throws
 * `UploadNotReceived` while anything is missing, `InvalidInput` for another SHA-256 than is on
 * record.
 */
export const completeUpload = async (
  deps: ReceiveDeps & ReachDeps,
  caller: Caller,
  uploadId: string,
  input: unknown = {},
): Promise<Upload> => {
  const { sha256 } = parseInput(completeUploadSchema, input);
  const upload = await noteSha256(
    deps,
    assertStanding(await sendableUpload(deps, caller, uploadId)),
    sha256,
  );
  if (upload.status !== 'pending') return upload;
  return assertStanding(await receiveUpload(deps, upload));
};

/**
 * The upload with the client's SHA-256, if the request names one. The client may also name it while
 * the file is being read.
 */
const noteSha256 = async (
  deps: ReceiveDeps,
  upload: Upload,
  sha256: string | undefined,
): Promise<Upload> => {
  if (sha256 === undefined) return upload;
  const known =
    upload.sha256 === undefined ? assertStanding(await recordSha256(deps, upload, sha256)) : upload;
  if (known.sha256 !== sha256) throw otherSha256();
  return known;
};

/** Recorded before the parts are assembled: whoever takes over needs the SHA-256. */
const recordSha256 = (deps: ReceiveDeps, { uploadId }: Upload, sha256: string): Promise<Upload> =>
  changeUpload(deps, uploadId, (current) =>
    isAwaited(current) && current.sha256 === undefined ? { ...current, sha256 } : current,
  );

const otherSha256 = (): InvalidInput =>
  InvalidInput.of('sha256', 'is not the one on record for this upload');
