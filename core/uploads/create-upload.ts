import * as z from 'zod';
import type { FileCategory } from '../contract.ts';
import { InvalidInput } from '../errors.ts';
import type { Jobs } from '../jobs/ports.ts';
import type { Caller } from '../sessions/model/session.ts';
import { idSchema } from '../shared/model/id.ts';
import { daysAfter, later } from '../shared/model/later.ts';
import { parseInput } from '../shared/model/parse-input.ts';
import { changeUpload } from './change-upload.ts';
import {
  announcedTypeSchema,
  announcementFields,
  assertAllowed,
  sha256Schema,
  typeFor,
} from './model/announcement.ts';
import { planMultipart } from './model/multipart-plan.ts';
import type { Upload } from './model/upload.ts';
import { type NewUploadDeps, registerUpload } from './new-upload.ts';
import type { MultipartUploads, PresignedUpload, UploadSigner, Uploads } from './ports.ts';
import { resultOwner } from './result-owner.ts';
import { assertAwaited } from './upload-standing.ts';

export type CreateUploadDeps = NewUploadDeps & {
  uploads: Uploads;
  jobs: Pick<Jobs, 'find'>;
  signer: UploadSigner;
  multiparts: Pick<MultipartUploads, 'begin' | 'abort'>;
  categories: Readonly<Record<string, FileCategory>>;
  presignSeconds: number;
  /** Larger files are sent in parts. */
  multipartBytes: number;
  /** Days until the parts of an unfinished upload are dropped. */
  abortMultipartDays: number;
};

export const createUploadSchema = z.strictObject(
  {
    ...announcementFields,
    contentType: announcedTypeSchema.optional(),
    sizeBytes: z.int('must be a whole number of bytes').min(0, 'must not be negative'),
    sha256: sha256Schema.optional(),
    jobId: idSchema('a job').optional(),
  },
  'must be a JSON object',
);

type Registered = { uploadId: string; key: string; expiresAt: string };

/** One PUT, or a plan of parts to ask signatures for. */
export type CreatedUpload = Registered &
  (PresignedUpload | { multipart: { partSizeBytes: number; partCount: number } });

type PresignDeps = Pick<CreateUploadDeps, 'signer' | 'clock' | 'presignSeconds'>;

/**
 * The same upload with a URL that is good from now on. One that is no longer awaited, or comes in
 * parts, is answered as it was.
 */
export const signAgain = async (
  deps: PresignDeps & Pick<CreateUploadDeps, 'uploads'>,
  created: CreatedUpload,
): Promise<CreatedUpload> => {
  if ('multipart' in created) return created;
  const upload = await deps.uploads.find(created.uploadId);
  return upload?.status === 'pending' && upload.sha256 !== undefined
    ? presign(deps, upload, upload.sha256)
    : created;
};

const presign = async (
  deps: PresignDeps,
  upload: Upload,
  sha256: string,
): Promise<CreatedUpload> => {
  const { uploadId, bucket, key, contentType, sizeBytes } = upload;
  const presigned = await deps.signer.presign({
    bucket,
    key,
    contentType,
    sizeBytes,
    sha256,
    seconds: deps.presignSeconds,
  });
  return { uploadId, key, ...presigned, expiresAt: later(deps.clock, deps.presignSeconds) };
};

/**
 * Registers an upload and signs the one PUT that may fill it; of a large file, begins the parts.
 * Throws `InvalidInput`; then nothing is registered. Storage is asked for nothing before the
 * registry agreed.
 */
export const createUpload = async (
  deps: CreateUploadDeps,
  caller: Caller,
  input: unknown,
): Promise<CreatedUpload> => {
  const said = parseInput(createUploadSchema, input);
  const wanted = { ...said, contentType: typeFor(deps.categories, said) };
  assertAllowed(deps.categories, wanted);
  const inParts = wanted.sizeBytes > deps.multipartBytes;
  if (!inParts && wanted.sha256 === undefined) throw sha256Needed();
  const owner = wanted.jobId === undefined ? caller : await resultOwner(deps, caller, wanted.jobId);
  const upload = await registerUpload(deps, owner, wanted);
  return wanted.sha256 === undefined || inParts
    ? beginParts(deps, upload)
    : presign(deps, upload, wanted.sha256);
};

const sha256Needed = (): InvalidInput =>
  InvalidInput.of(
    'sha256',
    'is needed for a file that is sent in one PUT: the base64 of its SHA-256',
  );

/** A claim may write the record meanwhile, and who sees it in their list may take it back. */
const beginParts = async (deps: CreateUploadDeps, upload: Upload): Promise<CreatedUpload> => {
  const { uploadId, bucket, key, contentType } = upload;
  const plan = planMultipart(upload.sizeBytes);
  let multipartId: string | undefined;
  try {
    multipartId = await deps.multiparts.begin({ bucket, key, contentType });
    const multipart = { multipartId, ...plan };
    const begun = await changeUpload(deps, uploadId, (current) =>
      current.multipart ? current : { ...assertAwaited(current), multipart },
    );
    if (begun.multipart?.multipartId !== multipartId)
      await Promise.allSettled(dropParts(deps, upload, multipartId));
  } catch (error) {
    await giveUp(deps, upload, multipartId);
    throw error;
  }
  return {
    uploadId,
    key,
    multipart: plan,
    expiresAt: daysAfter(deps.clock.now(), deps.abortMultipartDays).toISOString(),
  };
};

const dropParts = (
  { multiparts }: CreateUploadDeps,
  { bucket, key }: Upload,
  multipartId: string | undefined,
): Promise<void>[] =>
  multipartId === undefined ? [] : [multiparts.abort({ bucket, key, multipartId })];

/**
 * An upload without a parts plan can never be completed: its reservation is given back. If that
 * fails too, the upload expires, and storage removes the parts. Another run of the same request may
 * have begun parts: then the upload is that run's.
 */
const giveUp = async (
  deps: CreateUploadDeps,
  upload: Upload,
  multipartId?: string,
): Promise<void> => {
  const drop = changeUpload(deps, upload.uploadId, (current) =>
    current.status === 'pending' &&
    [undefined, multipartId].includes(current.multipart?.multipartId)
      ? { ...current, status: 'aborted' }
      : current,
  );
  await Promise.allSettled([drop, ...dropParts(deps, upload, multipartId)]);
};
