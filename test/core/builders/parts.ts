import type { Upload } from '../../../core/uploads/model/upload.ts';
import { anUpload, sha256 } from './records.ts';
import { aWorld, type World } from './world.ts';

/**
 * A film that comes in three parts of four bytes and one of two: sizes are the plan's, so small
 * ones do.
 */
export const film = 'abcdefghijklmn';

/** A world with one upload in parts, `upl_1`, of which nothing has arrived. */
export const aWorldInParts = async (
  fields: Partial<Upload> = {},
): Promise<World & { multipartId: string }> => {
  const world = aWorld();
  const upload = anUpload({
    category: 'video',
    contentType: 'video/mp4',
    sizeBytes: film.length,
    sha256: sha256(film),
    ...fields,
  });
  const { bucket, key, contentType } = upload;
  const multipartId = await world.multiparts.begin({ bucket, key, contentType });
  world.uploads.put({ ...upload, multipart: { multipartId, partSizeBytes: 4, partCount: 4 } });
  world.fileTypes.says = 'video/mp4';
  return { ...world, multipartId };
};

/** Sends parts as a client does. */
export const sendParts = (
  { multiparts, multipartId }: World & { multipartId: string },
  numbers = [1, 2, 3, 4],
  bytes = film,
): void => {
  for (const number of numbers)
    multiparts.put(multipartId, number, Buffer.from(bytes.slice((number - 1) * 4, number * 4)));
};
