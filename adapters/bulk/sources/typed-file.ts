import mime from 'mime';
import type { SourceFile } from '../../../core/bulk/model/transfer.ts';
import { mediaTypeOf } from '../../../core/uploads/model/media-type.ts';

const unknownType = 'application/octet-stream';

/** Types by the end of a name. Files have few ends: beyond that many, each is looked up. */
const known = new Map<string, string>();
const mostKnown = 1000;

/** The end of a name that has something before its dot: `.jpg` alone is a name without an end. */
const nameEnd = /[^/\\](\.[^./\\]+)$/;

/** The file with the type of its name, where its source says none. */
export const typedFile = (file: SourceFile): SourceFile =>
  file.contentType === undefined ? { ...file, contentType: typeOf(file.path) } : file;

const typeOf = (path: string): string => {
  const end = nameEnd.exec(path)?.[1];
  if (end === undefined) return findType(path);
  const type = known.get(end) ?? findType(path);
  if (known.size < mostKnown) known.set(end, type);
  return type;
};

/** Our own table first, because a registered file has its spelling; then the whole of IANA's. */
const findType = (path: string): string => {
  const ours = mediaTypeOf(path);
  return ours === unknownType ? (mime.getType(path) ?? unknownType) : ours;
};
