import { hasLateSignature } from './late-signature.ts';
import { isSameFamily } from './media-families.ts';
import { canonicalMediaType } from './media-type.ts';
import { beginsLikeMarkup, hidesPage, pdfStructure } from './page-markup.ts';

/** The first bytes of a file, and what a sniffer makes of them. */
export type FileStart = {
  contentType: string;
  /** A media type without parameters; `undefined` for text and for unknown formats. */
  detected: string | undefined;
  firstBytes: Uint8Array;
  /** False when the file goes on after them. */
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

const asText = ({ firstBytes, isWhole }: FileStart): string | undefined => {
  try {
    // Where the file goes on, its first bytes may end inside a character.
    return new TextDecoder('utf-8', { fatal: true }).decode(firstBytes, { stream: !isWhole });
  } catch {
    return undefined;
  }
};

const beginnings: Readonly<Record<string, { pattern: RegExp; refusal: string }>> = {
  'text/vtt': { pattern: /^WEBVTT(?:[ \t\r\n]|$)/, refusal: 'it does not begin with WEBVTT' },
  'application/json': {
    pattern: /^\s*(?:[[{"\-0-9]|true|false|null)/,
    refusal: 'it does not begin like JSON',
  },
};

/**
 * Control characters of texts. The sniffer takes two letters for a signature, so it is asked only
 * about bytes with other controls.
 */
const binaryControls = /[^\P{Cc}\t\n\v\f\r]/u;

const binaryType = ({ contentType, detected }: FileStart, text: string): string | undefined =>
  detected !== undefined && binaryControls.test(text) && !isSameFamily(contentType, detected)
    ? detected
    : undefined;

const textRefusal = (start: FileStart): string | undefined => {
  const text = asText(start);
  if (text === undefined || text.includes('\0')) return 'it is not text in UTF-8';
  if (beginsLikeMarkup(text)) return 'it begins like HTML, SVG or XML';
  const other = binaryType(start, text);
  if (other !== undefined) return `it is ${other}, not ${start.contentType}`;
  const beginning = beginnings[canonicalMediaType(start.contentType)];
  return beginning && !beginning.pattern.test(text) ? beginning.refusal : undefined;
};

/**
 * Words of an RTF document are not markup: nothing takes a file that begins with `{\rtf` for a
 * page.
 */
const mayHidePage = (type: string): boolean => type !== 'application/rtf';

const binaryRefusal = ({ contentType, detected, firstBytes }: FileStart): string | undefined => {
  const type = canonicalMediaType(contentType);
  const isLate = detected === undefined && hasLateSignature(type, firstBytes);
  if (!isLate && !(detected !== undefined && isSameFamily(type, detected)))
    return `it is ${detected ?? 'of no known type'}, not ${contentType}`;
  const text = new TextDecoder('latin1').decode(firstBytes);
  if (isLate && beginsLikeMarkup(text)) return 'it begins like HTML, SVG or XML';
  return mayHidePage(type) && hidesPage(type === 'application/pdf' ? pdfStructure(text) : text)
    ? 'it hides HTML or SVG'
    : undefined;
};

/**
 * Why a file's own first bytes say that it is not what it was announced as; nothing when they
 * agree.
 */
export const signatureRefusal = (start: FileStart): string | undefined =>
  isText(start.contentType) ? textRefusal(start) : binaryRefusal(start);
