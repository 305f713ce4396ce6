import { createHash, type Hash } from 'node:crypto';
import { TransientFault } from '../../../../core/errors.ts';
import { headRoom } from '../http/buffer-pool.ts';
import { crc32Base64 } from '../s3/crc32-combine.ts';
import type { Multipart, StoredPart } from '../s3/multipart.ts';
import type { S3Request } from '../s3/s3-wire.ts';
import { sha256Hex } from '../s3/sigv4.ts';
import type { OpenSource } from './open-source.ts';
import type { PartCopies } from './part-copies.ts';
import { type PartDigests, pieceBytes, readPart } from './read-part.ts';
import type { TransferContext } from './transfer-context.ts';

/** What copies parts, where storage does so. */
type Copies = Pick<PartCopies, 'isProved' | 'copy' | 'copyFirst'>;

type Range = { partNumber: number; position: number; limit: number };
type Payload = NonNullable<S3Request['body']>['payload'];

/**
 * Of one file. No buffer limits them: storage that copies slowly would have every part queued ahead
 * of other files' requests.
 */
const copiesAtOnce = 16;

/** Signs that the body is not part of the signature. */
const unsigned = 'UNSIGNED-PAYLOAD';

/**
 * Reads parts one after another and sends them in parallel, one per buffer. Parts that storage
 * copies need none.
 */
export class PartSender {
  readonly #context: TransferContext;
  readonly #upload: Multipart;
  readonly #copies: Copies | undefined;
  readonly #stored: StoredPart[] = [];
  readonly #underWay = new Set<Promise<void>>();
  #failure: { error: unknown } | undefined;

  constructor(context: TransferContext, upload: Multipart, copies?: Copies) {
    this.#context = context;
    this.#upload = upload;
    this.#copies = copies;
  }

  /** Reads a part into memory and starts sending it. Throws the failure of an earlier part. */
  async sendBuffered(source: OpenSource, range: Range, whole: Hash): Promise<PartDigests> {
    // The last part is smaller; a buffer of its own size would push one out that is used again.
    const buffer = await this.#context.buffers.take(Math.max(range.limit, this.#context.partBytes));
    try {
      if (this.#failure) throw this.#failure.error;
      const target = buffer.subarray(headRoom, headRoom + range.limit);
      const digests = await readPart(source, range, target, whole, this.#wanted(range));
      if (await this.#isDone(range, digests)) this.#context.buffers.give(buffer);
      else this.#start(range.partNumber, digests, buffer);
      return digests;
    } catch (error) {
      this.#context.buffers.give(buffer);
      throw error;
    }
  }

  /** Reads a part that is too large for memory twice: for its checksum, and to send it. */
  async sendStreamed(source: OpenSource, range: Range, whole: Hash): Promise<PartDigests> {
    const buffer = await this.#context.buffers.take(pieceBytes);
    try {
      if (this.#failure) throw this.#failure.error;
      const target = buffer.subarray(0, pieceBytes);
      const digests = await readPart(source, range, target, whole, this.#wanted(range));
      const chunks = () => pieces(source, { ...range, limit: digests.sizeBytes }, target);
      if (!(await this.#isDone(range, digests)))
        await this.#send(range.partNumber, digests, { length: digests.sizeBytes, chunks });
      return digests;
    } finally {
      this.#context.buffers.give(buffer);
    }
  }

  /** Waits for the parts in flight. */
  async settle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  /** All parts in order. Throws what one of them failed with. */
  stored(): StoredPart[] {
    if (this.#failure) throw this.#failure.error;
    return this.#stored.sort((a, b) => a.partNumber - b.partNumber);
  }

  /** True if the part is there already, or storage copies it. */
  async #isDone(range: Range, digests: PartDigests): Promise<boolean> {
    return this.#isThere(range, digests) || (await this.#isCopied(range, digests));
  }

  async #isCopied({ partNumber, position }: Range, digests: PartDigests): Promise<boolean> {
    const part = { partNumber, position, digests };
    if (this.#copies?.isProved) {
      if (this.#underWay.size >= copiesAtOnce) await Promise.race(this.#underWay);
      this.#track(this.#copies.copy(part).then((copied) => void this.#stored.push(copied)));
      return true;
    }
    const copied = await this.#copies?.copyFirst(part);
    if (copied) this.#stored.push(copied);
    return copied !== undefined;
  }

  #wanted({ partNumber }: Range): { sha256: boolean; md5: boolean } {
    const there = this.#upload.there.get(partNumber);
    const bare = there !== undefined && there.crc32 === undefined && there.sha256 === undefined;
    return { sha256: this.#context.signedParts || there?.sha256 !== undefined, md5: bare };
  }

  /** True when storage has exactly this part already. */
  #isThere({ partNumber }: Range, digests: PartDigests): boolean {
    const there = this.#upload.there.get(partNumber);
    if (there?.sizeBytes !== digests.sizeBytes || !sameSum(there, digests)) return false;
    this.#stored.push(there);
    return true;
  }

  #start(partNumber: number, digests: PartDigests, buffer: Buffer): void {
    const payload = { buffer, start: headRoom, length: digests.sizeBytes };
    const sending = this.#send(partNumber, digests, payload);
    this.#track(sending.finally(() => this.#context.buffers.give(buffer)));
  }

  #track(work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => this.#underWay.delete(tracked));
    this.#underWay.add(tracked);
  }

  async #send(partNumber: number, digests: PartDigests, payload: Payload): Promise<void> {
    const crc32 = crc32Base64(digests.crc32);
    const sums: [string, string][] = this.#context.checksums
      ? [['x-amz-checksum-crc32', crc32]]
      : [];
    const signed = digests.sha256?.toString('hex') ?? unsigned;
    let headers = await this.#upload.send(partNumber, { payload, hash: signed }, sums);
    if (signed === unsigned && headers['x-amz-checksum-crc32'] !== crc32) {
      // A server that does not echo the checksum did not verify it. From now on, sign the payload
      // instead.
      this.#context.signedParts = true;
      headers = await this.#upload.send(partNumber, { payload, hash: await hashOf(payload) }, sums);
    }
    const { etag, 'x-amz-checksum-crc32': kept } = headers;
    if (etag === undefined)
      throw new TransientFault(`S3 stored part ${partNumber}, but did not name its ETag.`);
    this.#stored.push({
      partNumber,
      sizeBytes: digests.sizeBytes,
      etag,
      ...(kept !== undefined && { crc32: kept }),
    });
  }
}

function sameSum(there: StoredPart, { crc32, sha256, md5 }: PartDigests): boolean {
  if (there.sha256 !== undefined) return there.sha256 === sha256?.toString('base64');
  if (there.crc32 !== undefined) return there.crc32 === crc32Base64(crc32);
  return there.etag.replaceAll('"', '') === md5;
}

async function* pieces(
  source: OpenSource,
  { position, limit }: Range,
  buffer: Buffer,
): AsyncGenerator<Buffer> {
  for (let sent = 0; sent < limit; ) {
    const bytes = await source.read(
      buffer.subarray(0, Math.min(buffer.length, limit - sent)),
      position + sent,
    );
    if (bytes === 0) return;
    sent += bytes;
    yield buffer.subarray(0, bytes);
  }
}

async function hashOf(payload: Payload): Promise<string> {
  if ('buffer' in payload)
    return sha256Hex(payload.buffer.subarray(payload.start, payload.start + payload.length));
  const hash = createHash('sha256');
  for await (const chunk of payload.chunks()) hash.update(chunk);
  return hash.digest('hex');
}
