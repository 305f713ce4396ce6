import type { TransferJob } from '../../../../core/bulk/model/transfer.ts';
import { TransientFault } from '../../../../core/errors.ts';
import { elementsOf, readXml, textOf, type Xml } from '../../../aws/xml.ts';
import { Interrupted } from '../engine/outage.ts';
import { retrying } from '../engine/retrying.ts';
import type { TransferContext } from '../files/transfer-context.ts';
import { headRoom } from '../http/buffer-pool.ts';
import { objectHeaders } from './object-headers.ts';
import { refusalOf, S3Refusal, withoutError } from './s3-refusal.ts';
import type { S3Answer, S3Request } from './s3-wire.ts';
import { sha256Hex } from './sigv4.ts';
import { xmlEscaped } from './xml-escaped.ts';

/** A stored part, with the checksums that S3 keeps of it. */
export type StoredPart = {
  partNumber: number;
  sizeBytes: number;
  etag: string;
  crc32?: string;
  sha256?: string;
};

/** The calls of one multipart upload; all but `complete` try again by themselves. */
export class Multipart {
  readonly #context: TransferContext;
  readonly #key: string;
  readonly uploadId: string;
  /** Whether an earlier run began it. */
  readonly resumed: boolean;
  /** Of an upload that is resumed: the parts that were there. */
  there: ReadonlyMap<number, StoredPart> = new Map();
  /** Whether S3 will check a whole-object checksum; look-alikes may only do so for parts. */
  fullObject: boolean;

  constructor(
    context: TransferContext,
    key: string,
    begun: { uploadId: string; resumed: boolean; fullObject: boolean },
  ) {
    this.#context = context;
    this.#key = key;
    this.uploadId = begun.uploadId;
    this.resumed = begun.resumed;
    this.fullObject = begun.fullObject;
  }

  /**
   * The upload that is on record for this file, if it is still unfinished, else a new one. Uploads
   * of others under the same key are left alone: nothing shows whose they are.
   */
  static async beginOrResume(context: TransferContext, job: TransferJob): Promise<Multipart> {
    const known = context.multiparts.get(job.recordId) ?? job.multipartId;
    return (known && (await resume(context, job, known))) || beginNew(context, job);
  }

  /** Throws the parts away that are on record for a file which needs none any more. */
  static async abandon(context: TransferContext, job: TransferJob): Promise<void> {
    const uploadId = context.multiparts.get(job.recordId) ?? job.multipartId;
    if (uploadId === undefined) return;
    await new Multipart(context, job.key, { uploadId, resumed: true, fullObject: false }).abort();
  }

  /** Lists the parts. Throws `NoSuchUpload` once it is finished or aborted. */
  async parts(): Promise<Map<number, StoredPart>> {
    const found = new Map<number, StoredPart>();
    let marker: string | undefined = '0';
    while (marker !== undefined) {
      const answer = await this.#ask({ method: 'GET', query: { 'part-number-marker': marker } });
      const list = readXml(answer.body);
      this.fullObject ||= textOf(list, 'ChecksumType') === 'FULL_OBJECT';
      for (const part of elementsOf(list, 'Part').map(storedPart)) found.set(part.partNumber, part);
      marker =
        textOf(list, 'IsTruncated') === 'true' ? textOf(list, 'NextPartNumberMarker') : undefined;
    }
    return found;
  }

  /** Sends one part; returns the headers. */
  async send(
    partNumber: number,
    body: NonNullable<S3Request['body']>,
    headers: readonly [string, string][],
  ): Promise<S3Answer['headers']> {
    const query = { partNumber: String(partNumber) };
    const answer = await this.#ask({ method: 'PUT', query, body }, body.payload.length, headers);
    return answer.headers;
  }

  /** Has storage copy one part of `bytes` from an object; returns its answer about the part. */
  async copy(
    partNumber: number,
    bytes: number,
    headers: readonly [string, string][],
  ): Promise<Xml> {
    const { requests, policy } = this.#context;
    const query = { partNumber: String(partNumber), uploadId: this.uploadId };
    const request = { method: 'PUT' as const, key: this.#key, query };
    return retrying(policy, async () => {
      // Signing adds headers of its own to the list.
      const answer = await requests.ask({ ...request, headers: [...headers] }, bytes);
      return readXml(withoutError(answer).body);
    });
  }

  /** Completes the upload, returns the headers. No retry: look up first if it was done. */
  async complete(
    parts: readonly StoredPart[],
    headers: [string, string][],
  ): Promise<S3Answer['headers']> {
    const list = parts.map(partXml).join('');
    const text = `<CompleteMultipartUpload xmlns="${namespace}">${list}</CompleteMultipartUpload>`;
    const buffer = Buffer.concat([Buffer.alloc(headRoom), Buffer.from(text)]);
    const body = {
      payload: { buffer, start: headRoom, length: buffer.length - headRoom },
      hash: sha256Hex(text),
    };
    const answer = await this.#context.requests.ask({
      method: 'POST',
      key: this.#key,
      query: { uploadId: this.uploadId },
      body,
      headers,
    });
    // S3 says 200 before it begins, and sends spaces until it knows.
    if (answer.body.includes('<Error>')) throw refusalOf(500, answer.body);
    return { ...answer.headers, ...withEtag(answer.body) };
  }

  /** Aborts the upload and removes its parts. Idempotent. */
  async abort(): Promise<void> {
    try {
      await this.#ask({ method: 'DELETE' });
    } catch (error) {
      if (!isNoSuchUpload(error)) throw error;
    }
  }

  #ask(
    request: Omit<S3Request, 'headers'>,
    bytes = 0,
    headers: readonly [string, string][] = [],
  ): Promise<S3Answer> {
    const { requests, policy } = this.#context;
    const query = { ...request.query, uploadId: this.uploadId };
    return retrying(policy, () =>
      requests.ask({ ...request, key: this.#key, query, headers: [...headers] }, bytes),
    );
  }
}

/** This run or another client completed or aborted the upload. */
export const isNoSuchUpload = (error: unknown): boolean =>
  error instanceof S3Refusal && error.name === 'NoSuchUpload';

async function resume(
  context: TransferContext,
  { key, recordId }: TransferJob,
  uploadId: string,
): Promise<Multipart | undefined> {
  const upload = new Multipart(context, key, { uploadId, resumed: true, fullObject: false });
  try {
    upload.there = await upload.parts();
    context.multiparts.set(recordId, uploadId);
    return upload;
  } catch (error) {
    if (isNoSuchUpload(error)) return undefined;
    throw error;
  }
}

/**
 * The upload is on record before its first part, so that its parts can be found after a crash. An
 * upload whose answer was lost has no parts, and costs nothing.
 */
async function beginNew(context: TransferContext, job: TransferJob): Promise<Multipart> {
  const begun = await retrying(context.policy, () => begin(context, job));
  const upload = new Multipart(context, job.key, begun);
  context.multiparts.set(job.recordId, upload.uploadId);
  try {
    await context.noteUpload(job.recordId, upload.uploadId);
  } catch (cause) {
    await upload.abort().catch(() => undefined);
    throw new Interrupted({ cause });
  }
  return upload;
}

/** S3 keeps whole-object CRCs only: its SHA-256 of many parts is one of SHA-256s. */
async function begin(
  { requests, checksums }: TransferContext,
  job: TransferJob,
): Promise<{ uploadId: string; resumed: boolean; fullObject: boolean }> {
  const headers = objectHeaders(job);
  if (checksums)
    headers.push(['x-amz-checksum-algorithm', 'CRC32'], ['x-amz-checksum-type', 'FULL_OBJECT']);
  const answer = await requests.ask({
    method: 'POST',
    key: job.key,
    query: { uploads: '' },
    headers,
    once: true,
  });
  const uploadId = textOf(readXml(answer.body), 'UploadId');
  if (uploadId === undefined)
    throw new TransientFault('The upload was begun, but S3 did not say under which id.');
  return {
    uploadId,
    resumed: false,
    fullObject: answer.headers['x-amz-checksum-type'] === 'FULL_OBJECT',
  };
}

function storedPart(xml: Xml): StoredPart {
  const [crc32, sha256] = [textOf(xml, 'ChecksumCRC32'), textOf(xml, 'ChecksumSHA256')];
  const etag = textOf(xml, 'ETag');
  if (etag === undefined) throw new TransientFault('S3 lists a part without its ETag.');
  return {
    partNumber: Number(textOf(xml, 'PartNumber')),
    sizeBytes: Number(textOf(xml, 'Size')),
    etag,
    ...(crc32 !== undefined && { crc32 }),
    ...(sha256 !== undefined && { sha256 }),
  };
}

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

const partXml = ({ partNumber, etag, crc32 }: StoredPart): string => {
  const checksum = crc32 === undefined ? '' : `<ChecksumCRC32>${crc32}</ChecksumCRC32>`;
  const number = `<PartNumber>${partNumber}</PartNumber>`;
  return `<Part>${number}<ETag>${xmlEscaped(etag)}</ETag>${checksum}</Part>`;
};

const withEtag = (body: string): Record<string, string> => {
  const etag = textOf(readXml(body), 'ETag');
  return etag === undefined ? {} : { etag };
};
