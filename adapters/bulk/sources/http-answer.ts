import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import {
  InvalidInput,
  type KeepsakeError,
  SourceChanged,
  SourceMissing,
  TransientFault,
} from '../../../core/errors.ts';
import {
  type ObjectFacts,
  type ObjectStorage,
  objectFacts,
} from './object-storage/object-facts.ts';
import { retryAfterMs } from './retry-after.ts';
import { SourceRefused } from './source-refused.ts';

/**
 * A server's facts about a file. `sizeBytes` is the size of the whole file; `validator` may be sent
 * back as a condition.
 */
export type HttpFacts = {
  sizeBytes?: number;
  etag?: string;
  modifiedAt?: string;
  contentType?: string;
  validator?: string;
  ranges: boolean;
  /** Where the server is object storage. */
  object?: ObjectFacts;
};

/** Statuses of a server that is busy, not of a file. */
const passing = new Set([408, 425, 429]);

/** The request: its first byte, and whether it is pinned to one version of the file. */
export type Asked = {
  start?: number | undefined;
  pinned?: boolean;
  storage?: ObjectStorage | undefined;
};

/** The file was replaced while it was read. */
export const changedFile = (host: string): SourceChanged =>
  new SourceChanged(`The file at ${host} changed while it was read.`, { context: { host } });

/** Reads the head of an answer. Throws what its status means. */
export function readAnswer(
  message: IncomingMessage,
  host: string,
  { start, pinned = false, storage }: Asked = {},
): HttpFacts {
  const { statusCode = 0, headers } = message;
  const range = statusCode === 206 ? rangeOf(headers['content-range']) : undefined;
  if (statusCode !== 200 && !range) throw refusalOf(statusCode, headers, { host, storage });
  if (start !== undefined && range?.start !== start) throw otherPart(host, pinned);
  const object = storage && objectFacts(storage, headers);
  const isOther = object?.isDecoded ?? (headers['content-encoding'] ?? 'identity') !== 'identity';
  if (isOther) throw refuse(`${host} sends the file in another encoding than it was asked for.`);
  const etag = object?.etag ?? headers.etag;
  const sizeBytes = range ? range.total : wholeNumber(headers['content-length']);
  const facts = {
    sizeBytes,
    etag,
    modifiedAt: dateOf(headers['last-modified']),
    contentType: mediaType(headers['content-type']),
    validator: validatorOf(etag, headers['last-modified']),
    object,
  };
  const ranges = range !== undefined || headers['accept-ranges'] === 'bytes';
  return {
    ...Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)),
    ranges,
  };
}

/** `Content-Range: bytes 5-9/10`. */
const rangeOf = (value: string | undefined): { start: number; total?: number } | undefined => {
  if (value === undefined) return undefined;
  const [, start, total] = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15}|\*)$/.exec(value) ?? [];
  const totalBytes = wholeNumber(total);
  return start === undefined
    ? undefined
    : { start: Number(start), ...(totalBytes !== undefined && { total: totalBytes }) };
};

const wholeNumber = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

const refusalOf = (
  status: number,
  headers: IncomingHttpHeaders,
  { host, storage }: { host: string; storage: ObjectStorage | undefined },
): KeepsakeError => {
  if (storage && rejectsCaller(storage, status, headers['x-ms-error-code']))
    return new SourceRefused(
      `${host} rejected the credentials (${status}): they ended, or lost their rights. Renew them.`,
    );
  const context = { host, status, ...retryAfterMs(headers) };
  if (status === 404 || status === 410)
    return new SourceMissing(`${host} has no such file (${status}).`, { context });
  if (status === 412 || status === 416)
    return new SourceChanged(`The file at ${host} is no longer what was listed (${status}).`, {
      context,
    });
  if (passing.has(status) || status >= 500)
    return new TransientFault(`${host} answered ${status}. Try again later.`, { context });
  if (status >= 300 && status < 400)
    return refuse(
      `${host} answered with a redirect (${status}); redirects are not followed. Name the ` +
        'final address.',
    );
  return refuse(`${host} answered ${status}; the file was not taken.`);
};

/** Object storage that rejects the caller. A refusal of one object is 403, with another code. */
const rejectsCaller = (storage: ObjectStorage, status: number, code: unknown): boolean =>
  status === 401 || (storage === 'azure' && status === 403 && code === 'AuthenticationFailed');

const refuse = (message: string): InvalidInput => InvalidInput.of('url', message);

const otherPart = (host: string, pinned: boolean): KeepsakeError =>
  // To If-Range the whole file is the answer "it is another one by now".
  pinned ? changedFile(host) : refuse(`${host} does not send the part that was asked for.`);

const dateOf = (value: string | undefined): string | undefined => {
  const date = new Date(value ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
};

const mediaType = (value: string | undefined): string | undefined => {
  const type = value?.split(';')[0]?.trim().toLowerCase();
  return type?.match(/^[a-z0-9.+-]+\/[a-z0-9.+-]+$/)?.[0];
};

/** A weak ETag does not promise the same bytes. */
const validatorOf = (etag: string | undefined, modified: string | undefined): string | undefined =>
  etag !== undefined && !etag.startsWith('W/') ? etag : modified;
