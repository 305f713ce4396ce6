import mime from 'mime';
import type { SourceFile } from '../../../core/bulk/model/transfer.ts';
import { mediaTypeOf } from '../../../core/uploads/model/media-type.ts';

const unknownType = 'application/octet-stream';

/** Our own table first, because a registered file has its spelling; then the whole of IANA's. */
const typeOf = (path: string): string => {
  const ours = mediaTypeOf(path);
  return ours === unknownType ? (mime.getType(path) ?? unknownType) : ours;
};

/** The file with the type of its name, where its source says none. */
export const typedFile = (file: SourceFile): SourceFile =>
  file.contentType === undefined ? { ...file, contentType: typeOf(file.path) } : file;
