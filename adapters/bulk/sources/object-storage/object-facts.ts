import type { IncomingHttpHeaders } from 'node:http';
import { userMetadata } from '../../../../core/bulk/model/metadata-headers.ts';

/** Kinds of object storage that are read as web servers. */
export type ObjectStorage = 'azure' | 'google';

/** Checksums of a whole object in base64, as its storage keeps them. */
export type KeptChecksums = { md5?: string; crc32c?: string };

/** Facts of an object that a file of a web server does not have. */
export type ObjectFacts = {
  /** Names one version of the object; in quotes. */
  etag?: string;
  /** Headers of the object, and its metadata under the names that S3 gives it. */
  properties: Readonly<Record<string, string>>;
  checksums: KeptChecksums;
  /** The storage decodes what it keeps encoded, so that these are not the object's own bytes. */
  isDecoded: boolean;
};

/** Headers of an answer that say how an object is served. */
const served = [
  'content-type',
  'content-encoding',
  'content-language',
  'content-disposition',
  'cache-control',
];

const metadataPrefix = { azure: 'x-ms-meta-', google: 'x-goog-meta-' } as const;

/** Reads the facts of an object from the headers of its storage's answer. */
export const objectFacts = (storage: ObjectStorage, headers: IncomingHttpHeaders): ObjectFacts =>
  storage === 'google' ? googleFacts(headers) : azureFacts(headers);

const googleFacts = (headers: IncomingHttpHeaders): ObjectFacts => {
  const generation = textOf(headers, 'x-goog-generation');
  const stored = textOf(headers, 'x-goog-stored-content-encoding') ?? 'identity';
  const sent = headers['content-encoding'] ?? 'identity';
  return {
    // Two objects of the same bytes have one ETag at Google, and never one generation.
    ...(generation !== undefined && { etag: `"${generation}"` }),
    properties: propertiesIn(headers, 'google'),
    checksums: googleChecksums(headers),
    isDecoded: stored !== sent,
  };
};

const textOf = (headers: IncomingHttpHeaders, name: string): string | undefined => {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
};

const propertiesIn = (
  headers: IncomingHttpHeaders,
  storage: ObjectStorage,
): Record<string, string> => {
  const prefix = metadataPrefix[storage];
  const found: Record<string, string> = {};
  for (const [header, value] of Object.entries(headers)) {
    if (typeof value !== 'string' || value === '') continue;
    const name = header.slice(prefix.length);
    if (served.includes(header)) found[header] = value;
    else if (header.startsWith(prefix)) found[userMetadata + name] = metadataValue(name, value);
  }
  return found;
};

/** rclone keeps the time of a file as a date at Google, and as seconds in S3. */
const metadataValue = (name: string, value: string): string =>
  name === 'mtime' && Number.isNaN(Number(value)) && !Number.isNaN(Date.parse(value))
    ? String(Date.parse(value) / 1000)
    : asciiValue(value);

/**
 * Headers come with a character for each byte. S3 takes text that is no ASCII as an encoded word of
 * RFC 2047, in which it shows such text itself.
 */
const asciiValue = (value: string): string =>
  /^[\x20-\x7e]*$/.test(value)
    ? value
    : `=?UTF-8?B?${Buffer.from(value, 'latin1').toString('base64')}?=`;

/** `x-goog-hash: crc32c=n03x6A==, md5=Ojk9c3dhfxgoKVVHYwFbHQ==`. */
const googleChecksums = (headers: IncomingHttpHeaders): KeptChecksums => {
  const named = textOf(headers, 'x-goog-hash')?.matchAll(/(md5|crc32c)=([\w+/=]+)/g);
  return Object.fromEntries([...(named ?? [])].map(([, name, value]) => [name, value]));
};

const azureFacts = (headers: IncomingHttpHeaders): ObjectFacts => {
  // In the answer to a range, `content-md5` is of the range.
  const md5 = headers['content-range'] === undefined ? textOf(headers, 'content-md5') : undefined;
  const checksums = { ...(md5 !== undefined && { md5 }) };
  return { properties: propertiesIn(headers, 'azure'), checksums, isDecoded: false };
};

/** Headers of a request for more of the version that `etag` names. */
export const versionCondition = (
  storage: ObjectStorage | undefined,
  etag: string,
): Record<string, string> =>
  storage === 'google'
    ? { 'x-goog-if-generation-match': etag.replaceAll('"', '') }
    : { 'if-range': etag };
