import type { IncomingMessage } from 'node:http';
import { type Answer, crcOf, type Settings, type Stored, sha256 } from './fake-answers.ts';

/** Keeps the bytes of signed PUT requests in memory, and checks what S3 would. */
export class FakeStorage {
  readonly #uploads: ReadonlyMap<string, Stored>;
  readonly #settings: Settings;
  #signatures = 0;

  constructor(uploads: ReadonlyMap<string, Stored>, settings: Settings) {
    this.#uploads = uploads;
    this.#settings = settings;
  }

  /** A presigned PUT of a part, or with part 0 of the whole file. */
  sign(
    base: string,
    { uploadId, sizeBytes, sha256: hash, contentType }: Stored,
    part: number,
    crc?: string,
  ) {
    const until = Date.now() + this.#settings.signatureMs;
    const { partSizeBytes } = this.#settings;
    const length =
      part === 0 ? sizeBytes : Math.min(partSizeBytes, sizeBytes - (part - 1) * partSizeBytes);
    this.#signatures += 1;
    const query = new URLSearchParams({
      length: `${length}`,
      until: `${until}`,
      crc: crc ?? '',
      sha: hash && part === 0 ? hash : '',
      n: `${this.#signatures}`,
    });
    const whole = {
      'content-type': contentType,
      'x-amz-checksum-sha256': hash ?? '',
      'if-none-match': '*',
    };
    return {
      method: 'PUT',
      url: `${base}/s3/${uploadId}/${part}?${query}`,
      headers: part === 0 ? whole : { ...(crc && { 'x-amz-checksum-crc64nvme': crc }) },
      expiresAt: new Date(until).toISOString(),
      sizeBytes: length,
    };
  }

  /** What S3 checks of a signed PUT. */
  store(request: IncomingMessage, bytes: Buffer): Answer {
    const url = new URL(request.url ?? '/', 'http://storage');
    const [, , id = '', part = ''] = url.pathname.split('/');
    const signed = (name: string) => url.searchParams.get(name) ?? '';
    const crc = request.headers['x-amz-checksum-crc64nvme'] ?? '';
    const hash = request.headers['x-amz-checksum-sha256'] ?? '';
    const stored = this.#uploads.get(id);
    // Storage forgets a multipart upload once it is completed.
    if (!stored || (part !== '0' && stored.status !== 'pending'))
      return { status: 404, body: '<Error><Code>NoSuchUpload</Code></Error>' };
    const forged =
      crc !== signed('crc') ||
      hash !== signed('sha') ||
      request.headers['content-length'] !== signed('length');
    if (forged || Date.now() > Number(signed('until')))
      return { status: 403, body: '<Error><Code>AccessDenied</Code></Error>' };
    if (part === '0' && stored.bytes.size > 0)
      return { status: 412, body: '<Error><Code>PreconditionFailed</Code></Error>' };
    if ((crc && crc !== crcOf(bytes)) || (hash && hash !== sha256([bytes])))
      return { status: 400, body: '<Error><Code>BadDigest</Code></Error>' };
    stored.bytes.set(Number(part), bytes);
    if (part !== '0')
      stored.parts.set(Number(part), { sizeBytes: bytes.length, crc64nvme: crcOf(bytes) });
    return { status: 200, headers: { etag: `"${part}-${bytes.length}"` } };
  }

  /** All bytes of an upload as they arrived. */
  bytesOf(uploadId: string): Buffer {
    const bytes = this.#uploads.get(uploadId)?.bytes ?? new Map<number, Buffer>();
    return Buffer.concat([...bytes.entries()].sort(([a], [b]) => a - b).map(([, part]) => part));
  }
}
