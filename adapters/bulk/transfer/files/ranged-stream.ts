import { SourceChanged } from '../../../../core/errors.ts';
import type { KeptChecksums } from '../../sources/object-storage/object-facts.ts';
import { type RetryPolicy, retrying } from '../engine/retrying.ts';
import { ArrivalCheck } from './arrival-check.ts';
import type { OpenSource } from './open-source.ts';

/** The answer to one request for the rest of a file. */
export type RangedAnswer = {
  /** Of the whole file. */
  sizeBytes: number | undefined;
  modifiedMs?: number | undefined;
  etag?: string | undefined;
  properties?: OpenSource['properties'];
  /** Of the whole file. */
  checksums?: KeptChecksums | undefined;
  chunks: AsyncIterator<Uint8Array>;
  cancel: () => void;
};

/**
 * Requests a file from a byte offset on; `etag` is the ETag that the file must still have. Throws
 * `SourceMissing`, `SourceChanged`, or `TransientFault`.
 */
export type OpenAt = (position: number, etag?: string) => Promise<RangedAnswer>;

/** A file from the network. A broken read resumes where it stopped, under the same ETag. */
export class RangedStream implements OpenSource {
  readonly rereadable = false;
  readonly sizeBytes: number | undefined;
  readonly modifiedMs: number | undefined;
  readonly etag: string | undefined;
  readonly properties: OpenSource['properties'];
  readonly #openAt: OpenAt;
  readonly #policy: RetryPolicy;
  readonly #check: ArrivalCheck | undefined;
  #answer: RangedAnswer | undefined;
  #at = 0;
  #ended = false;
  #rest: Uint8Array | undefined;

  static async open(openAt: OpenAt, policy: RetryPolicy): Promise<RangedStream> {
    const answer = await openAt(0);
    const check = await ArrivalCheck.of(answer.checksums);
    return new RangedStream(answer, check, { openAt, policy });
  }

  private constructor(
    answer: RangedAnswer,
    check: ArrivalCheck | undefined,
    { openAt, policy }: { openAt: OpenAt; policy: RetryPolicy },
  ) {
    this.#answer = answer;
    this.#check = check;
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
        this.#check?.take(taken, position + filled);
        filled += taken.length;
        this.#at += taken.length;
        this.#rest = taken.length < piece.length ? piece.subarray(taken.length) : undefined;
      }
    });
    return filled;
  }

  /** All bytes came under one ETag. Throws `TransientFault` if storage's checksum differs. */
  unchanged(): boolean {
    this.#check?.assertSame(this.sizeBytes ?? (this.#ended ? this.#at : undefined));
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
      this.#ended = done === true;
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
    this.#ended = false;
    // S3 and web servers refuse a range that begins at the end.
    if (position > 0 && position === this.sizeBytes) return;
    this.#answer = await this.#openAt(position, this.etag);
    if (this.#answer.sizeBytes !== this.sizeBytes)
      throw new SourceChanged('The source has another size than when it was opened.');
  }
}
