import { mediaTypeTable } from './media-type-table.ts';
import { misnamedTypes } from './misnamed-types.ts';

/** Media type of a file of unknown type. */
const unknownType = 'application/octet-stream';

const rows = Object.entries(mediaTypeTable);
const canonicalOf = new Map(
  rows.flatMap(([type, { aliases = [] }]) => aliases.map((alias) => [alias, type] as const)),
);
const typeOfExtension = new Map(
  rows.flatMap(([type, { extensions = [] }]) => extensions.map((end) => [end, type] as const)),
);

/**
 * The type's one spelling: lower case, without parameters, aliases replaced. Types the table does
 * not know stay as they are. A range such as `image/*`, which phones send for picked files, names
 * no type.
 */
export const canonicalMediaType = (contentType: string): string => {
  const [name = contentType] = contentType.split(';');
  const essence = name.trim().toLowerCase();
  return essence.endsWith('/*') ? unknownType : (canonicalOf.get(essence) ?? essence);
};

/** The extensions of a type's files, most usual first; none where the type is unknown. */
export const extensionsOf = (contentType: string): readonly string[] => {
  const type = canonicalMediaType(contentType);
  return Object.hasOwn(mediaTypeTable, type) ? (mediaTypeTable[type]?.extensions ?? []) : [];
};

/** A media type for a path; unknown ones are bytes. */
export const mediaTypeOf = (path: string): string => knownTypeOf(path) ?? unknownType;

const knownTypeOf = (path: string): string | undefined =>
  typeOfExtension.get(extensionOf(path) ?? 'none');

const extensionOf = (path: string): string | undefined =>
  /\.([A-Za-z0-9]+)$/.exec(path)?.[1]?.toLowerCase();

/**
 * The type of a file as its source announces it: in its one spelling; by the file's extension where
 * the source names no type, or one that is known to be wrong for this extension.
 */
export const announcedType = ({
  contentType,
  fileName,
}: {
  contentType?: string | undefined;
  fileName: string;
}): string => {
  const type =
    contentType === undefined || contentType === '' ? unknownType : canonicalMediaType(contentType);
  return type === unknownType || isMisnamed(type, fileName)
    ? (knownTypeOf(fileName) ?? type)
    : type;
};

const isMisnamed = (contentType: string, fileName: string): boolean => {
  const extension = extensionOf(fileName);
  return (
    extension !== undefined &&
    Object.hasOwn(misnamedTypes, contentType) &&
    misnamedTypes[contentType]?.includes(extension) === true
  );
};
