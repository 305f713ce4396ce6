import type { Upload } from './model/upload.ts';
import type { Uploads } from './ports.ts';

/** The uploads with these ids, by id. The map has no entry for an unknown id. */
export const uploadsById = async (
  uploads: Pick<Uploads, 'findMany'>,
  uploadIds: readonly string[],
): Promise<Map<string, Upload>> =>
  new Map((await uploads.findMany(uploadIds)).map((upload) => [upload.uploadId, upload]));
