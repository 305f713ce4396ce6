import type { S3Location, TransferJob } from '../../../../core/bulk/model/transfer.ts';
import { SourceChanged, SourceMissing } from '../../../../core/errors.ts';
import { rangeText } from '../../../aws/byte-range.ts';
import { textOf } from '../../../aws/xml.ts';
import { copySource } from '../../../storage/s3-copy-source.ts';
import { isGone, isPreconditionFailed } from '../../../storage/s3-refusals.ts';
import { crc32Base64 } from '../s3/crc32-combine.ts';
import { isNoSuchUpload, type Multipart, type StoredPart } from '../s3/multipart.ts';
import { isRenewable, S3Refusal } from '../s3/s3-refusal.ts';
import type { OpenSource } from './open-source.ts';
import type { PartDigests } from './read-part.ts';
import type { TransferContext } from './transfer-context.ts';

/** A part as it was read from the source. */
type ReadPart = { partNumber: number; position: number; digests: PartDigests };

type Source = { location: S3Location; etag: string };

/**
 * Parts that storage copies by itself from an object that this machine reads once for its SHA-256:
 * no byte is sent. A copied part counts only if its CRC-32, as storage tells it, is that of the
 * bytes that were read.
 */
export class PartCopies {
  readonly #upload: Multipart;
  readonly #source: Source;
  #state: 'unproved' | 'proved' | 'off' = 'unproved';

  private constructor(upload: Multipart, source: Source) {
    this.#upload = upload;
    this.#source = source;
  }

  /** `undefined`: the parts have to be sent. Smaller objects are copied by one request. */
  static of(
    { location }: TransferJob,
    { sizeBytes = 0, etag }: OpenSource,
    { copies, copyBytes, checksums }: TransferContext,
    upload: Multipart,
  ): PartCopies | undefined {
    const isCopyable = copies.state !== 'off' && checksums && sizeBytes >= copyBytes;
    if (!isCopyable || location.kind !== 's3' || etag === undefined) return undefined;
    return new PartCopies(upload, { location, etag });
  }

  /** True once a part was copied: from then on, one that is not copied fails the try. */
  get isProved(): boolean {
    return this.#state === 'proved';
  }

  /** `undefined`: storage did not copy the part as it was read, and is asked for no other one. */
  async copyFirst(part: ReadPart): Promise<StoredPart | undefined> {
    if (this.#state === 'off') return undefined;
    try {
      const copied = await this.#ask(part);
      this.#state = isAsRead(copied, part) ? 'proved' : 'off';
      return this.isProved ? copied : undefined;
    } catch (error) {
      if (!(error instanceof S3Refusal) || isRenewable(error) || isNoSuchUpload(error)) throw error;
      this.#state = 'off';
      return undefined;
    }
  }

  /** Throws `S3Refusal`, also when the copy is not what was read. */
  async copy(part: ReadPart): Promise<StoredPart> {
    const copied = await this.#ask(part);
    if (copied && isAsRead(copied, part)) return copied;
    throw new S3Refusal(200, 'BadDigest', `Part ${part.partNumber} was copied with other bytes.`);
  }

  async #ask({ partNumber, position, digests }: ReadPart): Promise<StoredPart | undefined> {
    const { sizeBytes } = digests;
    const headers: [string, string][] = [
      ['x-amz-copy-source', copySource(this.#source.location)],
      ['x-amz-copy-source-if-match', this.#source.etag],
      ['x-amz-copy-source-range', rangeText(position, position + sizeBytes - 1)],
    ];
    const copied = await this.#upload.copy(partNumber, sizeBytes, headers).catch(throwOfSource);
    const [etag, crc32] = [textOf(copied, 'ETag'), textOf(copied, 'ChecksumCRC32')];
    return etag === undefined || crc32 === undefined
      ? undefined
      : { partNumber, sizeBytes, etag, crc32 };
  }
}

/** A part copy has no other condition than that of its source. */
const throwOfSource = (error: unknown): never => {
  const cause = { cause: error };
  if (isPreconditionFailed(error))
    throw new SourceChanged('The source object was replaced while it was copied.', cause);
  throw isGone(error) ? new SourceMissing('The source object is gone.', cause) : error;
};

const isAsRead = (copied: StoredPart | undefined, { digests }: ReadPart): boolean =>
  copied?.crc32 === crc32Base64(digests.crc32);
