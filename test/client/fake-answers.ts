import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Upload } from '../../client/api/api-types.ts';
import { Crc64Nvme } from '../../client/upload/crc64nvme.ts';

/** An injected fault: a refusal, or a connection that is cut in the middle of the request. */
export type Fault =
  | { status: number; body?: string | Buffer; headers?: Record<string, string> }
  | 'cut';

/** One request as the server saw it. */
export type Seen = {
  method: string;
  path: string;
  body: string;
  token?: string | undefined;
  challenge?: string | undefined;
};

type Part = { sizeBytes: number; crc64nvme?: string };

/** An upload with the parts and bytes that have arrived. */
export type Stored = Upload & {
  parts: Map<number, Part>;
  bytes: Map<number, Buffer>;
  planned: boolean;
};

/** The server's settings. */
export type Settings = {
  multipartBytes: number;
  partSizeBytes: number;
  /** How many times GET answers `checking` after a multipart upload completes. */
  checks: number;
  /** How long a signature is valid. */
  signatureMs: number;
};

/** CRC-64/NVME in base64, as S3 writes it. */
export const crcOf = (bytes: Uint8Array): string =>
  Buffer.from(new Crc64Nvme().update(bytes).digest()).toString('base64');

/** SHA-256 of bytes in pieces. */
export const sha256 = (bytes: Uint8Array[]): string =>
  bytes.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('base64');

/** An answer that reaches the client. */
export type Answer = Exclude<Fault, 'cut'>;

/** A refusal of the API. */
export const problem = (status: number, type: string, more: object = {}): Answer => ({
  status,
  body: JSON.stringify({
    type: `urn:keepsake:problem:${type}`,
    title: type,
    status,
    detail: `It is ${type}.`,
    ...more,
  }),
});

/** A request’s body. */
export const read = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** Allows pages of any origin. */
export const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET,PUT,POST,DELETE',
  'access-control-allow-headers':
    'authorization,content-type,if-none-match,x-amz-checksum-sha256,x-amz-checksum-crc64nvme',
  'access-control-expose-headers': 'etag,retry-after',
};

/** Metadata as the API keeps it: numbers and booleans as text. */
export const keptMetadata = (
  metadata: Readonly<Record<string, string | number | boolean>> = {},
): Record<string, string> =>
  Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, String(value)]));

/** A new upload's record, but for what was announced. */
export const newRecord = (uploadId: string) => {
  const now = new Date().toISOString();
  return {
    uploadId,
    ownerId: 'ses_1',
    key: `temp/ses_1/${uploadId}`,
    source: 's3' as const,
    status: 'pending' as const,
    expiresAt: '2999-01-01T00:00:00.000Z',
    createdAt: now,
    updatedAt: now,
    parts: new Map(),
    bytes: new Map(),
  };
};
