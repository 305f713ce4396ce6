import * as z from 'zod';
import type { FileCategory } from '../contract.ts';
import { InvalidInput } from '../errors.ts';
import { parseInput } from '../model/parse-input.ts';
import type { Caller } from '../model/session.ts';
import { temporaryKey, type Upload } from '../model/upload.ts';
import type { Clock, Ids, PresignedUpload, UploadSigner, Uploads } from '../ports.ts';

export type CreateUploadDeps = {
  uploads: Uploads;
  signer: UploadSigner;
  ids: Ids;
  clock: Clock;
  bucket: string;
  categories: Readonly<Record<string, FileCategory>>;
  presignSeconds: number;
  temporaryDays: number;
};

/** S3 takes no more in one PUT. */
const maxSinglePutBytes = 5 * 1024 ** 3;

/** Control characters and bidirectional controls can make a name look like another one. */
const deceptive = /[\p{Cc}\p{Bidi_Control}]/u;

export const createUploadSchema = z.object(
  {
    filename: z
      .string('must be a string')
      .transform((name) => name.normalize('NFC'))
      .pipe(
        z
          .string()
          .min(1, 'must not be empty')
          .max(255, 'must have at most 255 characters')
          .refine((name) => !deceptive.test(name), 'must not contain control characters'),
      ),
    contentType: z
      .string('must be a media type, e.g. image/jpeg')
      .toLowerCase()
      .regex(/^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/, 'must be a media type without parameters, e.g. image/jpeg'),
    sizeBytes: z.int('must be a whole number of bytes').positive('must be at least 1'),
    sha256: z.string('must be a string').regex(/^[A-Za-z0-9+/]{43}=$/, 'must be the base64 of the file’s SHA-256 (44 characters)'),
    category: z.string('must be a string'),
    isPublic: z.boolean('must be true or false').optional(),
  },
  'must be a JSON object',
);

type Wanted = z.infer<typeof createUploadSchema>;

export type CreatedUpload = PresignedUpload & { uploadId: string; key: string; expiresAt: string };

const refusal = (field: string, message: string): InvalidInput => new InvalidInput([{ field, message }]);

const assertAllowed = (categories: CreateUploadDeps['categories'], { category, contentType, sizeBytes }: Wanted): void => {
  const rules = Object.hasOwn(categories, category) ? categories[category] : undefined;
  if (!rules) throw refusal('category', `must be one of ${Object.keys(categories).join(', ')}`);
  if (!rules.contentTypes.includes(contentType))
    throw refusal('contentType', `must be one of ${rules.contentTypes.join(', ')} for a ${category}`);
  const limit = Math.min(rules.maxSizeBytes, maxSinglePutBytes);
  if (sizeBytes > limit) throw refusal('sizeBytes', `must be at most ${limit} for a ${category}`);
};

const newUpload = (deps: CreateUploadDeps, caller: Caller, { filename, ...announced }: Wanted): Upload => {
  const now = deps.clock.now();
  const uploadId = deps.ids.next('upl');
  return {
    ...announced,
    uploadId,
    ownerId: caller.ownerId,
    fileName: filename,
    bucket: deps.bucket,
    key: temporaryKey(caller.ownerId, uploadId),
    status: 'pending',
    expiresAt: new Date(now.getTime() + deps.temporaryDays * 86_400_000).toISOString(),
    createdAt: now.toISOString(),
    updatedAt: now.toISOString(),
    revision: 0,
  };
};

/** Registers an upload and signs the one PUT that may fill it. Throws `InvalidInput`; then nothing is registered. */
export const createUpload = async (deps: CreateUploadDeps, caller: Caller, input: unknown): Promise<CreatedUpload> => {
  const wanted = parseInput(createUploadSchema, input);
  assertAllowed(deps.categories, wanted);
  const upload = newUpload(deps, caller, wanted);
  const { bucket, key, contentType, sizeBytes } = upload;
  const { sha256 } = wanted;
  const presigned = await deps.signer.presign({ bucket, key, contentType, sizeBytes, sha256, seconds: deps.presignSeconds });
  await deps.uploads.create(upload);
  const expiresAt = new Date(deps.clock.now().getTime() + deps.presignSeconds * 1000).toISOString();
  return { uploadId: upload.uploadId, key, ...presigned, expiresAt };
};
