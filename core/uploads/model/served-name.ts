import { isSameFamily } from './media-families.ts';
import { canonicalMediaType, extensionsOf, mediaTypeOf } from './media-type.ts';
import { runnableExtensions } from './runnable-extensions.ts';

/** Text types that no operating system runs when a user opens them. */
const inertTexts: readonly string[] = [
  'text/plain',
  'text/csv',
  'text/tab-separated-values',
  'text/markdown',
  'text/vtt',
  'application/x-subrip',
  'application/json',
];

/** Browsers run these types, so they get no extension. A picture's extension is harmless. */
const active = /html|svg|xml$|javascript|wasm/;

/**
 * The name a file is saved under. Systems open files by their extension: a text that is called
 * `invoice.hta` would run as a program. A name without an extension of its type, or of one like it,
 * gets one. A file of unknown type keeps its name unless its end is one that systems run or show.
 */
export const servedName = ({
  fileName,
  contentType,
}: {
  fileName: string;
  contentType: string;
}): string => {
  const [extension] = extensionsOf(contentType);
  if (extension === undefined) return uncheckedName(fileName);
  return fits(contentType, fileName) ? fileName : `${fileName}.${extension}`;
};

/** The bytes of a type without extensions were not checked, so no name may say what they are. */
const uncheckedName = (fileName: string): string =>
  runnableExtensions.has(endOf(fileName)) ? `${fileName}.bin` : fileName;

/** The end of a name as systems see it: Windows passes over full stops and spaces behind it. */
const endOf = (fileName: string): string =>
  /\.([A-Za-z0-9-]+)[^A-Za-z0-9]*$/.exec(fileName)?.[1]?.toLowerCase() ?? 'none';

const fits = (contentType: string, fileName: string): boolean => {
  const [type, named] = [canonicalMediaType(contentType), mediaTypeOf(fileName)];
  if (isSameFamily(type, named)) return true;
  if (active.test(type)) return isHarmless(named);
  return inertTexts.includes(type) && inertTexts.includes(named);
};

const isHarmless = (named: string): boolean =>
  named !== 'application/octet-stream' && !active.test(named);
