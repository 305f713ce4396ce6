import { createHash } from 'node:crypto';
import type { VariantSize } from '../../contract.ts';
import { isReceived, type ReceivedUpload, type Upload } from '../../uploads/model/upload.ts';

/** The category that variants are registered in. */
export const variantCategory = 'processed';

/** Types that are drawn as pictures. Others, HEIC among them, have no decoder in the worker. */
const pictureTypes = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/tiff',
  'image/avif',
];

/** Types of which a frame is taken, where the stage brings ffmpeg along. */
const filmTypes = ['video/mp4', 'video/quicktime', 'video/webm'];

/** How a file becomes a picture; nothing for a file that has no variants. */
export const drawnAs = (contentType: string): 'picture' | 'film' | undefined => {
  if (pictureTypes.includes(contentType)) return 'picture';
  return filmTypes.includes(contentType) ? 'film' : undefined;
};

/**
 * The id of an original's variant. The same original, size name and measures give the same id, so
 * that simultaneous and repeated runs meet in one record. Other measures give another id.
 */
export const variantId = (originalId: string, { name, ...measures }: VariantSize): string => {
  const { widthPx, heightPx, fit = 'inside' } = measures;
  const spec = [originalId, name, widthPx, heightPx, fit].join('\n');
  return `upl_${createHash('sha256').update(spec).digest('hex').slice(0, 32)}`;
};

/** True while variants of the upload may be made and served. */
export const mayHaveVariants = (upload: Upload | undefined): upload is ReceivedUpload =>
  isReceived(upload) && upload.removal === undefined && upload.variantOf === undefined;

const extensions = { 'image/jpeg': 'jpg', 'image/png': 'png' };

/** The types that a variant can have. */
export type VariantType = keyof typeof extensions;

/** `holiday.heic` → `holiday-thumbnail.jpg`. */
export const variantName = (fileName: string, size: string, contentType: VariantType): string => {
  const stem = fileName.replace(/\.[^.]*$/, '') || fileName;
  return `${[...stem].slice(0, 150).join('')}-${size}.${extensions[contentType]}`;
};
