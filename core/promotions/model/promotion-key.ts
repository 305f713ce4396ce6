import { permanentKey, type Upload } from '../../uploads/model/upload.ts';

/** Where promoted uploads are kept, in the place of an order's id. */
export const promotedKey = (
  prefix: string,
  upload: Pick<Upload, 'uploadId' | 'isPublic'>,
): string => permanentKey(prefix, 'promoted', upload);
