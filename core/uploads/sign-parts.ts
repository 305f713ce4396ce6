import * as z from 'zod';
import { InvalidInput } from '../errors.ts';
import type { Caller } from '../sessions/model/session.ts';
import { atMost } from '../shared/model/at-most.ts';
import { base64Of } from '../shared/model/base64.ts';
import { later } from '../shared/model/later.ts';
import { parseInput } from '../shared/model/parse-input.ts';
import type { Clock } from '../shared/ports.ts';
import { partBytes } from './model/multipart-plan.ts';
import type { Multipart, Upload } from './model/upload.ts';
import type { PresignedUpload, UploadSigner } from './ports.ts';
import { type ReachDeps, sendableUpload } from './reach-upload.ts';
import { assertAwaited } from './upload-standing.ts';

type Deps = ReachDeps & {
  signer: Pick<UploadSigner, 'presignPart'>;
  clock: Clock;
  presignSeconds: number;
};

const maxPartsPerCall = 100;

export const signPartsSchema = z.strictObject(
  {
    parts: atMost(
      maxPartsPerCall,
      `must name at most ${maxPartsPerCall} parts`,
      z
        .array(
          z.strictObject(
            {
              partNumber: z.int('must be a whole number').positive('must be at least 1'),
              crc64nvme: z
                .string('must be a string')
                .regex(base64Of(8), 'must be the base64 of the part’s CRC64NVME (12 characters)')
                .optional(),
            },
            'must be an object {partNumber, crc64nvme?}',
          ),
          'must be a list of parts',
        )
        .min(1, 'must name at least one part')
        .max(maxPartsPerCall),
    ),
  },
  'must be a JSON object',
);

/** A permission to send one part. */
export type SignedPart = PresignedUpload & { partNumber: number; sizeBytes: number };

/** The plan of an upload that comes in parts; throws `InvalidInput` for one that does not. */
export const multipartOf = ({ multipart, uploadId }: Upload): Multipart => {
  if (multipart) return multipart;
  throw InvalidInput.of('id', `upload ${uploadId} is sent in one PUT, not in parts`);
};

/** Signs parts of a large file. Until completion, parts may be signed and sent again. */
export const signParts = async (
  { signer, clock, presignSeconds, ...reach }: Deps,
  caller: Caller,
  uploadId: string,
  input: unknown,
): Promise<{ parts: SignedPart[]; expiresAt: string }> => {
  const upload = assertAwaited(await sendableUpload(reach, caller, uploadId));
  const plan = multipartOf(upload);
  const { multipartId, partSizeBytes } = plan;
  const { parts } = parseInput(signPartsSchema, input);
  assertPlanned(parts, plan);
  const { bucket, key } = upload;
  const signed = parts.map(async ({ partNumber, crc64nvme }) => {
    const sizeBytes = partBytes(upload.sizeBytes, partSizeBytes, partNumber);
    const part = {
      bucket,
      key,
      multipartId,
      partNumber,
      sizeBytes,
      crc64nvme,
      seconds: presignSeconds,
    };
    return { partNumber, sizeBytes, ...(await signer.presignPart(part)) };
  });
  return {
    parts: await Promise.all(signed),
    expiresAt: later(clock, presignSeconds),
  };
};

type Wanted = z.infer<typeof signPartsSchema>['parts'];

const assertPlanned = (parts: Wanted, { partCount }: Multipart): void => {
  const issues = parts.flatMap(({ partNumber }, index) =>
    partNumber > partCount
      ? [{ field: `parts[${index}].partNumber`, message: `must be at most ${partCount}` }]
      : [],
  );
  if (issues.length > 0) throw new InvalidInput(issues);
};
