import * as z from 'zod';
import { InvalidInput } from '../errors.ts';
import { sha256Schema } from '../model/announcement.ts';
import { parseInput } from '../model/parse-input.ts';
import type { Caller } from '../model/session.ts';
import type { Upload } from '../model/upload.ts';
import { changeUpload } from './change-upload.ts';
import { type ReachDeps, sendableUpload } from './reach-upload.ts';
import { type AnnouncedUpload, type ReceiveDeps, receiveUpload } from './receive-upload.ts';
import { assertStanding } from './upload-standing.ts';

export const completeUploadSchema = z.object({ sha256: sha256Schema.optional() }, 'must be a JSON object');

const refusal = (message: string): InvalidInput => new InvalidInput([{ field: 'sha256', message }]);

/** On record before storage makes an object of the parts: whoever takes over from here must know what the bytes should be. */
const recordSha256 = (deps: ReceiveDeps, { uploadId }: Upload, sha256: string): Promise<Upload> =>
  changeUpload(deps, uploadId, (current) =>
    current.status === 'pending' && current.sha256 === undefined ? { ...current, sha256 } : current,
  );

const announce = async (deps: ReceiveDeps, upload: Upload, sha256 = upload.sha256): Promise<AnnouncedUpload> => {
  if (sha256 === undefined) throw refusal('is needed now: the base64 of the whole file’s SHA-256');
  const announced = upload.sha256 === undefined ? await recordSha256(deps, upload, sha256) : upload;
  if (announced.sha256 !== sha256) throw refusal('is not the one this upload was announced with');
  return { ...announced, sha256 };
};

/**
 * Checks that what arrived is what was announced and pins it. A file too large to be read while the client waits is answered as
 * `checking`. Completing twice answers the same; a mismatch is quarantined for good: `UploadMismatch`. Throws `UploadNotReceived`
 * while anything is missing, `InvalidInput` while nobody said what the SHA-256 must be.
 */
export const completeUpload = async (
  deps: ReceiveDeps & ReachDeps,
  caller: Caller,
  uploadId: string,
  input: unknown = {},
): Promise<Upload> => {
  const { sha256 } = parseInput(completeUploadSchema, input);
  const upload = assertStanding(await sendableUpload(deps, caller, uploadId));
  if (upload.status !== 'pending') return upload;
  return assertStanding(await receiveUpload(deps, await announce(deps, upload, sha256)));
};
