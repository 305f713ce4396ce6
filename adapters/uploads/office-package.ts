import type { RangedBlob } from './ranged-blob.ts';

/** The end of an archive's directory: 22 bytes, and a comment of at most 64 KiB. */
const endBytes = 22;
const maxCommentBytes = 65_535;
const endSignature = Buffer.of(0x50, 0x4b, 5, 6);

const entrySignature = 0x02014b50;
const entryBytes = 46;

/** About 10,000 parts. The directory of a longer one is not read. */
const maxDirectoryBytes = 1024 * 1024;

const openXml = 'application/vnd.openxmlformats-officedocument';

/** Document types that are archives, and the part that every reader of the type begins with. */
const firstParts: readonly (readonly [prefix: string, part: string])[] = [
  [`${openXml}.`, '_rels/.rels'],
  ['application/vnd.oasis.opendocument.', 'META-INF/manifest.xml'],
  ['application/epub+zip', 'META-INF/container.xml'],
];

/** Parts that make another type of an archive, whatever its first part says. */
const tellingParts: readonly (readonly [part: RegExp, type: string])[] = [
  [/^META-INF\/MANIFEST\.MF$/i, 'application/java-archive'],
  [/^classes\d*\.dex$/, 'application/vnd.android.package-archive'],
  [/^word\/vbaProject\.bin$/i, 'application/vnd.ms-word.document.macroenabled.12'],
  [/^xl\/vbaProject\.bin$/i, 'application/vnd.ms-excel.sheet.macroenabled.12'],
  [/^ppt\/vbaProject\.bin$/i, 'application/vnd.ms-powerpoint.presentation.macroenabled.12'],
  [/^word\/document\.xml$/i, `${openXml}.wordprocessingml.document`],
  [/^xl\/workbook\.xml$/i, `${openXml}.spreadsheetml.sheet`],
  [/^ppt\/presentation\.xml$/i, `${openXml}.presentationml.presentation`],
  // A name that leads out of the folder an archive is unpacked in: no document has one.
  [/^[\\/]|^[a-z]:|(?:^|[\\/])\.\.(?:[\\/]|$)/i, 'application/zip'],
];

/** True for types whose files are archives of a document's parts. */
export const isOfficePackage = (type: string): boolean => firstPartOf(type) !== undefined;

const firstPartOf = (type: string): string | undefined =>
  firstParts.find(([prefix]) => type.startsWith(prefix))?.[1];

/**
 * The type of an archive that begins like a document of `type`. Readers go by the directory at its
 * end, so a document's first part before the parts of a program is the program. `undefined` for an
 * archive that no reader opens, because its end is missing.
 */
export const typeOfPackage = async (
  type: string,
  blob: RangedBlob,
): Promise<string | undefined> => {
  const directory = await findDirectory(blob);
  if (!directory) return undefined;
  if (directory.end - directory.start > maxDirectoryBytes) return type;
  const names = namesIn(await read(blob, directory.start, directory.end));
  if (!names) return undefined;
  const isComplete = names.includes(firstPartOf(type) ?? type);
  return otherType(type, names) ?? (isComplete ? type : 'application/zip');
};

type Directory = { start: number; end: number };

/** Where the directory is; `undefined` where the archive has no end, because it was cut. */
const findDirectory = async (blob: RangedBlob): Promise<Directory | undefined> => {
  const tailStart = Math.max(0, blob.size - endBytes - maxCommentBytes);
  const tail = await read(blob, tailStart, blob.size);
  const at = tail.lastIndexOf(endSignature);
  if (at === -1 || at + endBytes > tail.length) return undefined;
  const end = tailStart + at;
  const start = end - tail.readUInt32LE(at + 12);
  return start < 0 ? undefined : { start, end };
};

const read = async (blob: RangedBlob, start: number, end: number): Promise<Buffer> =>
  Buffer.from(await blob.slice(start, end).arrayBuffer());

/** The names in a directory; `undefined` where its bytes are none. */
const namesIn = (directory: Buffer): string[] | undefined => {
  const names: string[] = [];
  for (let at = 0; at < directory.length; ) {
    if (at + entryBytes > directory.length) return undefined;
    if (directory.readUInt32LE(at) !== entrySignature) return undefined;
    const nameEnd = at + entryBytes + directory.readUInt16LE(at + 28);
    names.push(directory.toString('utf8', at + entryBytes, nameEnd));
    at = nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return names;
};

const otherType = (type: string, names: readonly string[]): string | undefined =>
  tellingParts.find(
    ([part, told]) => kindOf(told) !== kindOf(type) && names.some((name) => part.test(name)),
  )?.[1];

/** Documents and templates of one program are one kind: `….wordprocessingml`. */
const kindOf = (type: string): string => type.replace(/\.[^.]+$/, '');
