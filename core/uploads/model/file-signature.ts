import { hasLateSignature } from './late-signature.ts';
import { isSameFamily } from './media-families.ts';
import { canonicalMediaType } from './media-type.ts';
import { beginsLikeMarkup, hidesPage, isMarkdownPage, pdfStructure } from './page-markup.ts';
import { refusalReasons } from './refusal-reasons.ts';

/** The first bytes of a file, and what a sniffer makes of them. */
export type FileStart = {
  contentType: string;
  /** A media type without parameters; `undefined` for text and for unknown formats. */
  detected: string | undefined;
  firstBytes: Uint8Array;
  /** False when the file continues after them. */
  isWhole: boolean;
};

/** As many as the longest signatures need. */
export const firstBytesCount = 4100;

const textTypes: readonly string[] = ['application/json', 'application/x-subrip'];

/** Kinds of text; everything else has a signature of its own. */
export const isText = (contentType: string): boolean => {
  const type = canonicalMediaType(contentType);
  return type.startsWith('text/') || textTypes.includes(type);
};

const beginnings: Readonly<Record<string, { pattern: RegExp; refusal: string }>> = {
  'text/vtt': { pattern: /^WEBVTT(?:[ \t\r\n]|$)/, refusal: refusalReasons.notCaptions() },
  'application/json': {
    pattern: /^\s*(?:[[{"\-0-9]|true|false|null)/,
    refusal: refusalReasons.notJson(),
  },
};

/**
 * Documents whose words lie in their first bytes as they are: a text about HTML has tags. Nothing
 * takes a file that begins with `{\rtf` or the signature of an older Office document for a page.
 */
const plainDocuments: readonly string[] = [
  'application/rtf',
  'application/msword',
  'application/vnd.ms-excel',
  'application/vnd.ms-powerpoint',
];

/** Why a file's first bytes contradict its announcement; undefined when they agree. */
export const signatureRefusal = (start: FileStart): string | undefined =>
  isText(start.contentType) ? textRefusal(start) : binaryRefusal(start);

/**
 * UTF-8 without NUL that is announced as text is text, even if its first letters are the signature
 * of another type: a binary file has NUL or bytes that are not UTF-8.
 */
const textRefusal = (start: FileStart): string | undefined => {
  const text = asText(start);
  if (text === undefined || text.includes('\0')) return refusalReasons.notText();
  if (isPage(start.contentType, text)) return refusalReasons.beginsLikeMarkup();
  const beginning = beginnings[canonicalMediaType(start.contentType)];
  return beginning && !beginning.pattern.test(text) ? beginning.refusal : undefined;
};

const asText = ({ firstBytes, isWhole }: FileStart): string | undefined => {
  try {
    // Where the file continues, its first bytes may end inside a character.
    return new TextDecoder('utf-8', { fatal: true }).decode(firstBytes, { stream: !isWhole });
  } catch {
    return undefined;
  }
};

const isPage = (contentType: string, text: string): boolean =>
  canonicalMediaType(contentType) === 'text/markdown'
    ? isMarkdownPage(text)
    : beginsLikeMarkup(text);

const binaryRefusal = ({ contentType, detected, firstBytes }: FileStart): string | undefined => {
  const type = canonicalMediaType(contentType);
  const isLate = detected === undefined && hasLateSignature(type, firstBytes);
  if (detected === undefined && !isLate) return refusalReasons.unknownType(contentType);
  if (detected !== undefined && !isSameFamily(type, detected))
    return refusalReasons.otherType(detected, contentType);
  const text = new TextDecoder('latin1').decode(firstBytes);
  if (isLate && beginsLikeMarkup(text)) return refusalReasons.beginsLikeMarkup();
  if (plainDocuments.includes(type)) return undefined;
  const searched = type === 'application/pdf' ? pdfStructure(text) : text;
  return hidesPage(searched) ? refusalReasons.hidesPage() : undefined;
};
