import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { TransientFault } from '../../core/errors.ts';
import type { FileReader, HashProgress, PinnedRef } from '../../core/uploads/ports.ts';
import { asking, awsError, translated } from '../aws/aws-errors.ts';
import { rangeText } from '../aws/byte-range.ts';
import { isGone, sourceMissing } from '../storage/s3-refusals.ts';
import { ResumableSha256 } from './resumable-sha256.ts';

type Range = { firstByte: number; lastByte?: number };

/** The hash had got to the very end. */
const nothingLeft = { ContentRange: 'bytes */0' };

/** Pinned versions in S3, as streams. */
export class S3FileReader implements FileReader {
  readonly #client: S3Client;

  constructor(client: S3Client) {
    this.#client = client;
  }

  async firstBytes(ref: PinnedRef, count: number): Promise<Uint8Array> {
    return this.bytesAt(ref, { offsetBytes: 0, count });
  }

  async bytesAt(
    ref: PinnedRef,
    { offsetBytes, count }: { offsetBytes: number; count: number },
  ): Promise<Uint8Array> {
    return asking(`read ${count} bytes of ${ref.key}`, async () => {
      const chunks: Uint8Array[] = [];
      let length = 0;
      for await (const chunk of this.#read(ref, {
        firstByte: offsetBytes,
        lastByte: offsetBytes + count - 1,
      })) {
        chunks.push(chunk);
        length += chunk.length;
        // Leaving the loop closes the stream: an endpoint that ignores ranges would send the whole
        // file.
        if (length >= count) break;
      }
      return new Uint8Array(Buffer.concat(chunks).subarray(0, count));
    });
  }

  async sha256(
    ref: PinnedRef,
    { from, hasTime }: { from?: HashProgress | undefined; hasTime: () => boolean },
  ): Promise<string | HashProgress> {
    return asking(`read ${ref.key}`, async () => {
      const hash = await ResumableSha256.from(from);
      const startBytes = hash.offsetBytes;
      try {
        return await this.#hashOn(ref, hash, hasTime);
      } catch (error) {
        // The connection may break after hours. The bytes read so far are not read again.
        if (hash.offsetBytes > startBytes && translated('read', error) instanceof TransientFault)
          return hash.progress();
        throw error;
      }
    });
  }

  async #hashOn(
    ref: PinnedRef,
    hash: ResumableSha256,
    hasTime: () => boolean,
  ): Promise<string | HashProgress> {
    for await (const chunk of this.#read(ref, { firstByte: hash.offsetBytes })) {
      hash.update(chunk);
      if (!hasTime()) return hash.progress();
    }
    return hash.digest();
  }

  async *#read(ref: PinnedRef, { firstByte, lastByte }: Range): AsyncGenerator<Uint8Array> {
    const { Body, ContentRange } = await this.#open(ref, rangeText(firstByte, lastByte));
    // Some endpoints ignore ranges of a version and send the whole file.
    let skip = ContentRange === undefined ? firstByte : 0;
    for await (const chunk of (Body ?? []) as AsyncIterable<Uint8Array>) {
      if (chunk.length > skip) yield chunk.subarray(skip);
      skip = Math.max(0, skip - chunk.length);
    }
  }

  async #open(
    { bucket, key, versionId }: PinnedRef,
    range: string,
  ): Promise<Pick<GetObjectCommandOutput, 'Body' | 'ContentRange'>> {
    try {
      return await this.#client.send(
        new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId, Range: range }),
      );
    } catch (error) {
      if (awsError(error).name === 'InvalidRange') return nothingLeft;
      throw isGone(error) ? sourceMissing({ bucket, key, versionId }, error) : error;
    }
  }
}
