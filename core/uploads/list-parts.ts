import { Gone } from '../errors.ts';
import type { Caller } from '../sessions/model/session.ts';
import type { ObjectStore } from '../storage/ports.ts';
import { partBytes } from './model/multipart-plan.ts';
import type { Multipart, Upload } from './model/upload.ts';
import type { MultipartUploads, StoredPart } from './ports.ts';
import { type ReachDeps, sendableUpload } from './reach-upload.ts';
import { multipartOf } from './sign-parts.ts';
import { assertAwaited } from './upload-standing.ts';

type Deps = ReachDeps & {
  multiparts: Pick<MultipartUploads, 'parts'>;
  objects: Pick<ObjectStore, 'head'>;
};

type PartThere = Omit<StoredPart, 'etag'>;

/** The received parts of an upload. The client sends every other part (again). */
export type PartList = { partSizeBytes: number; partCount: number; parts: PartThere[] };

/** A large file's received parts, for resuming. Throws `Gone` if storage removed them. */
export const listParts = async (
  deps: Deps,
  caller: Caller,
  uploadId: string,
): Promise<PartList> => {
  const upload = assertAwaited(await sendableUpload(deps, caller, uploadId));
  const multipart = multipartOf(upload);
  const { multipartId, partSizeBytes, partCount } = multipart;
  const found = await deps.multiparts.parts({
    bucket: upload.bucket,
    key: upload.key,
    multipartId,
  });
  const parts =
    found?.map(({ etag: _pin, ...part }) => part) ?? (await partsOfEnded(deps, upload, multipart));
  return { partSizeBytes, partCount, parts };
};

/** Parts that are gone became an object in a completion that died, or were dropped. */
const partsOfEnded = async (
  { objects }: Deps,
  { uploadId, bucket, key, sizeBytes }: Upload,
  multipart: Multipart,
): Promise<PartThere[]> => {
  if (await objects.head({ bucket, key })) return allOf(sizeBytes, multipart);
  throw new Gone(`The parts of upload ${uploadId} were dropped. Start a new upload.`, {
    context: { uploadId },
  });
};

const allOf = (sizeBytes: number, { partSizeBytes, partCount }: Multipart): PartThere[] =>
  Array.from({ length: partCount }, (_, index) => ({
    partNumber: index + 1,
    sizeBytes: partBytes(sizeBytes, partSizeBytes, index + 1),
  }));
