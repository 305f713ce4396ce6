import type { FileCategory } from '../../contract.ts';
import { promotedKey } from '../../promotions/model/promotion-key.ts';
import { permanentKey, type Upload } from '../../uploads/model/upload.ts';

/** Every key of permanent storage that may hold the upload's bytes. */
export const permanentKeys = (
  categories: Readonly<Record<string, FileCategory>>,
  upload: Upload,
): string[] => {
  const prefix = categories[upload.category]?.prefix;
  const { key, promotedKey: promoted, orderIds = [] } = upload;
  const planned =
    prefix === undefined
      ? []
      : [promotedKey(prefix, upload), ...orderIds.map((id) => permanentKey(prefix, id, upload))];
  return [...new Set([key, ...(promoted === undefined ? [] : [promoted]), ...planned])];
};
