import { SourceChanged } from '../../../../core/errors.ts';
import { type RetryPolicy, retrying } from '../engine/retrying.ts';
import type { OpenSource } from './open-source.ts';

/** The answer to one request for the rest of a file. */
export type RangedAnswer = {
  /** Of the whole file. */
  sizeBytes: number | undefined;
  modifiedMs?: number | undefined;
  etag?: string | undefined;
  properties?: OpenSource['properties'];
  chunks: AsyncIterator<Uint8Array>;
  cancel: () => void;
};

/**
 * Requests a file from a byte offset on; `etag` is the ETag that the file must still have. Throws
 * `SourceMissing`, `SourceChanged`, or `TransientFault`.
 */
export type OpenAt = (position: number, etag?: string) => Promise<RangedAnswer>;

/**
 * A file that arrives over the network. After a break, reading continues where it stopped, pinned
 * to the same ETag.
 */
export class RangedStream implements OpenSource {
  readonly rereadable = false;
  readonly sizeBytes: number | undefined;
  readonly modifiedMs: number | undefined;
  readonly etag: string | undefined;
  readonly properties: OpenSource['properties'];
  readonly #openAt: OpenAt;
  readonly #policy: RetryPolicy;
  #answer: RangedAnswer | undefined;
  #at = 0;
  #rest: Uint8Array | undefined;

  static async open(openAt: OpenAt, policy: RetryPolicy): Promise<RangedStream> {
    return new RangedStream(await openAt(0), openAt, policy);
  }

  private constructor(answer: RangedAnswer, openAt: OpenAt, policy: RetryPolicy) {
    this.#answer = answer;
    this.#openAt = openAt;
    this.#policy = policy;
    this.sizeBytes = answer.sizeBytes;
    this.modifiedMs = answer.modifiedMs;
    this.etag = answer.etag;
    this.properties = answer.properties;
  }

  async read(target: Uint8Array, position: number): Promise<number> {
    let filled = 0;
    await retrying(this.#policy, async () => {
      while (filled < target.length) {
        const piece = await this.#next(position + filled);
        if (piece === undefined) return;
        const taken = piece.subarray(0, target.length - filled);
        target.set(taken, filled);
        filled += taken.length;
        this.#at += taken.length;
        this.#rest = taken.length < piece.length ? piece.subarray(taken.length) : undefined;
      }
    });
    return filled;
  }

  /** Every byte came under one ETag or from one answer. */
  unchanged(): boolean {
    return true;
  }

  close(): void {
    this.#answer?.cancel();
    this.#answer = undefined;
  }

  async #next(position: number): Promise<Uint8Array | undefined> {
    if (this.#answer === undefined || position !== this.#at) await this.#reopen(position);
    if (this.#rest) return this.#rest;
    try {
      const { value, done } = (await this.#answer?.chunks.next()) ?? { done: true };
      return done ? undefined : value;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  async #reopen(position: number): Promise<void> {
    this.close();
    this.#rest = undefined;
    this.#at = position;
    // S3 and web servers refuse a range that begins at the end.
    if (position > 0 && position === this.sizeBytes) return;
    this.#answer = await this.#openAt(position, this.etag);
    if (this.#answer.sizeBytes !== this.sizeBytes)
      throw new SourceChanged('The source has another size than when it was opened.');
  }
}
