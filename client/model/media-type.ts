import { extensionsOfTypes } from './extension-types.ts';

const unknownType = 'application/octet-stream';

/** A file's media type by its extension, as the server sees it; undefined if unknown. */
export const typeOfName = (fileName: string | undefined): string | undefined => {
  const extension = /\.([a-z0-9]+)$/i.exec(fileName ?? 'file')?.[1]?.toLowerCase();
  if (extension === undefined) return undefined;
  return Object.entries(extensionsOfTypes).find(([, extensions]) =>
    extensions.split(' ').includes(extension),
  )?.[0];
};

/** True for a type that names none: bytes, or a range such as `image/*`. */
export const namesNoType = (type: string): boolean =>
  type.endsWith('/*') || type.endsWith('/octet-stream') || type === 'unknown/unknown';

/**
 * The type a file is announced with: the caller's, or the file's own, or the one its names tell.
 * Browsers name no type for files that their system does not know, such as HEIC. The server
 * replaces other spellings of a type, such as `audio/x-m4a`.
 */
export const announcedType = ({
  wanted,
  found,
  names,
}: {
  wanted?: string | undefined;
  found?: string | undefined;
  names: readonly (string | undefined)[];
}): string => {
  const type = essenceOf(wanted);
  if (type !== undefined) return type;
  const own = essenceOf(found);
  if (own !== undefined && !namesNoType(own)) return own;
  return names.map(typeOfName).find((named) => named !== undefined) ?? unknownType;
};

/** Without parameters (`; charset=utf-8`), which are not part of what is announced. */
const essenceOf = (contentType: string | undefined): string | undefined =>
  contentType?.split(';', 1)[0]?.trim().toLowerCase() || undefined;
