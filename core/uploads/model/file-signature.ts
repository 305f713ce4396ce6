/** The first bytes of a file, and what a sniffer makes of them. */
export type FileStart = {
  contentType: string;
  /** A media type without parameters; `undefined` for text and for what nobody knows. */
  detected: string | undefined;
  firstBytes: Uint8Array;
  /** False when the file goes on after them. */
  isWhole: boolean;
};

/** As many as the longest signatures need. */
export const firstBytesCount = 4100;

/** Other names, and other brands of the same container, that honest files of a type go by. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  'audio/wav': ['audio/vnd.wave', 'audio/wave', 'audio/x-wav'],
  'audio/x-wav': ['audio/vnd.wave', 'audio/wave', 'audio/wav'],
  'audio/mp4': ['video/mp4', 'audio/x-m4a', 'audio/m4a'],
  'audio/webm': ['video/webm'],
  'audio/ogg': ['application/ogg', 'video/ogg'],
  'audio/mpeg': ['audio/mp3'],
  'audio/flac': ['audio/x-flac'],
  'video/mp4': ['video/x-m4v', 'video/3gpp', 'video/3gpp2'],
  'image/heic': ['image/heif', 'image/heic-sequence', 'image/heif-sequence'],
  'image/png': ['image/apng'],
};

/** What browsers take for HTML, SVG or XML when they guess (WHATWG MIME Sniffing), and what SVG adds to it. */
const tags =
  '!doctype|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|svg|math|img|video|audio|object|embed|form|input|link|meta|base';
const looksLikeMarkup = new RegExp(`^\\s*<(?:(?:${tags})[\\s/>]|!--|\\?xml|\\?php)`, 'i');

/** Markup inside a picture or a film does something only where a browser ignores its type: nobody honest puts it there. */
const hidesMarkup = /<(?:!doctype\s+html|html|script|svg|iframe|body|object|embed)[\s/>]/i;

/** Kinds of text; everything else has a signature of its own. */
export const isText = (contentType: string): boolean => contentType.startsWith('text/') || contentType === 'application/json';

const isOfType = (contentType: string, detected: string | undefined): boolean =>
  detected !== undefined && (detected === contentType || (aliases[contentType] ?? []).includes(detected));

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
  'application/json': { pattern: /^\s*(?:[[{"\-0-9]|true|false|null)/, refusal: 'it does not begin like JSON' },
};

const textRefusal = (start: FileStart): string | undefined => {
  const text = asText(start);
  if (text === undefined || text.includes('\0')) return 'it is not text in UTF-8';
  if (looksLikeMarkup.test(text)) return 'it begins like HTML, SVG or XML';
  if (start.detected !== undefined && !isOfType(start.contentType, start.detected))
    return `it is ${start.detected}, not ${start.contentType}`;
  const beginning = beginnings[start.contentType];
  return beginning && !beginning.pattern.test(text) ? beginning.refusal : undefined;
};

const binaryRefusal = ({ contentType, detected, firstBytes }: FileStart): string | undefined => {
  if (!isOfType(contentType, detected)) return `it is ${detected ?? 'of no known type'}, not ${contentType}`;
  return hidesMarkup.test(new TextDecoder('latin1').decode(firstBytes)) ? 'it hides HTML or SVG' : undefined;
};

/** Why a file's own first bytes say that it is not what it was announced as; nothing when they agree. */
export const signatureRefusal = (start: FileStart): string | undefined =>
  isText(start.contentType) ? textRefusal(start) : binaryRefusal(start);
