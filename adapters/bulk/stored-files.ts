import { createHash } from 'node:crypto';
import type { Destination, StoredObject } from '../../core/bulk/ports.ts';
import { SourceMissing, TransientFault } from '../../core/errors.ts';
import type { Credentials } from '../aws/aws-credentials.ts';
import { translated } from '../aws/aws-errors.ts';
import { isGone, sourceMissing } from '../storage/s3-refusals.ts';
import { listByWire } from './listing/wire-pages.ts';
import { Bandwidth, type BandwidthStep } from './transfer/engine/bandwidth.ts';
import { StorageAway } from './transfer/engine/outage.ts';
import { Pauses } from './transfer/engine/pauses.ts';
import { type RetryPolicy, retrying } from './transfer/engine/retrying.ts';
import { SharedLimit } from './transfer/engine/shared-limit.ts';
import { Slots } from './transfer/engine/slots.ts';
import { openObject } from './transfer/files/open-object.ts';
import type { OpenSource } from './transfer/files/open-source.ts';
import { RangedStream } from './transfer/files/ranged-stream.ts';
import type { S3Place } from './transfer/s3/s3-place.ts';
import { isRenewable, S3Refusal } from './transfer/s3/s3-refusal.ts';
import { S3Wire } from './transfer/s3/s3-wire.ts';
import { storedObject } from './transfer/s3/stored-object.ts';

/** The bucket that is read, and the prefix that is listed. */
export type StoredBucket = {
  place: S3Place;
  bucket: string;
  prefix: string;
  credentials: () => Promise<Credentials>;
};

/** How hard to try. `concurrency`: requests and bodies under way at once. */
export type ReadingOptions = {
  concurrency: number;
  retries?: number | undefined;
  /** How long an outage is waited for, more than 0. */
  patienceMs?: number | undefined;
  bandwidth?: readonly BandwidthStep[] | undefined;
};

/** A body stands still while its reader is busy, so only long silence means a lost connection. */
const timeoutMs = 60_000;

/** Credentials of roles change in their last minutes. */
const askAgainMs = 60_000;

const pieceBytes = 256 * 1024;

const reachRetries = 2;

/**
 * Stored files, for those that only read: with the engine's own requests, retries, patience in
 * outages and limit of bandwidth. A body that breaks off goes on where it stopped. Throws
 * `TransientFault` once an outage outlasts the patience (its cause is `StorageAway`), and
 * `Interrupted` for a file that waits when `interrupt` is called.
 */
export class StoredFiles implements Pick<Destination, 'head' | 'list' | 'sha256'> {
  readonly #from: StoredBucket;
  readonly #wire: S3Wire;
  readonly #policy: RetryPolicy;
  readonly #pauses = new Pauses(sleep);
  readonly #limit: SharedLimit;
  readonly #slots: Slots;
  readonly #bandwidth: Bandwidth | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;
  #reaching: Promise<void> | undefined;
  #isUnreachable = false;

  constructor(
    from: StoredBucket,
    { concurrency, retries = 3, patienceMs = 600_000, bandwidth }: ReadingOptions,
  ) {
    const { place, bucket } = from;
    this.#from = from;
    this.#wire = new S3Wire({ place, bucket, timeoutMs, now: Date.now, readBytes: 65_536 });
    this.#limit = SharedLimit.of({ start: concurrency, max: concurrency });
    this.#slots = new Slots(this.#limit);
    this.#bandwidth = bandwidth && new Bandwidth(bandwidth, this.#limit.memory, sleep);
    this.#policy = {
      retries,
      patienceMs,
      random: Math.random,
      sleep: (ms) => this.#pauses.pause(ms),
      onRetry: async (error) => {
        if (isRenewable(error)) await this.#signIn();
      },
      onWait: (change) => this.#limit.waits(change),
    };
  }

  /** Requests that wait for storage which does not answer. */
  get progress(): { waiting: number } {
    return { waiting: this.#limit.waiting };
  }

  /** True if no server has answered the first request: no file is to blame for that. */
  get isUnreachable(): boolean {
    return this.#isUnreachable;
  }

  async head(key: string, versionId?: string): Promise<StoredObject | undefined> {
    return this.#inTurn(() =>
      this.#asking(`look at ${key}`, async () => {
        try {
          return await storedObject(this.#wire, { key, versionId });
        } catch (error) {
          if (isGone(error)) return undefined;
          throw error;
        }
      }),
    );
  }

  async *list(after?: string): ReturnType<Destination['list']> & AsyncGenerator {
    const { prefix } = this.#from;
    try {
      await this.#reached();
      yield* listByWire(this.#from, { ...this.#from, after }, this.#policy);
    } catch (error) {
      throw told(`list ${prefix}`, error);
    }
  }

  /** Base64. Throws `SourceMissing`. */
  async sha256(key: string, versionId?: string): Promise<string> {
    const hash = createHash('sha256');
    for await (const piece of this.read(key, versionId)) hash.update(piece);
    return hash.digest('base64');
  }

  /**
   * The whole object, as it arrives; nothing is asked for before the first piece. A piece is
   * overwritten by the next one. Throws `SourceMissing`.
   */
  async *read(key: string, versionId?: string): AsyncGenerator<Uint8Array> {
    await this.#slots.take();
    try {
      const pieces = this.#pieces(key, versionId);
      yield* this.#bandwidth ? this.#bandwidth.slices(pieces) : pieces;
    } finally {
      this.#slots.give();
    }
  }

  /** Ends the waiting of every request that waits. */
  interrupt(): void {
    this.#pauses.interrupt();
  }

  close(): void {
    this.#wire.close();
  }

  async *#pieces(key: string, versionId: string | undefined): AsyncGenerator<Uint8Array> {
    const doing = `read ${key}`;
    const source = await this.#asking(doing, () => this.#open(key, versionId));
    try {
      const buffer = Buffer.allocUnsafe(Math.min(pieceBytes, source.sizeBytes || pieceBytes));
      for (let at = 0; ; ) {
        const bytes = await this.#asking(doing, async () => source.read(buffer, at));
        if (bytes === 0) return;
        yield buffer.subarray(0, bytes);
        at += bytes;
      }
    } finally {
      source.close();
    }
  }

  async #open(key: string, versionId: string | undefined): Promise<OpenSource> {
    const object = { key, ...(versionId !== undefined && { versionId }) };
    try {
      return await RangedStream.open(
        (position, etag) => openObject(this.#wire, object, { position, etag, tags: false }),
        this.#policy,
      );
    } catch (error) {
      const { bucket } = this.#from;
      throw error instanceof SourceMissing
        ? sourceMissing({ bucket, key, versionId }, error)
        : error;
    }
  }

  /**
   * Once, before the first request: throws unless a server answers there, with whatever. A wrong
   * address, proxy or certificate is told at once, and not waited for.
   */
  #reached(): Promise<void> {
    this.#reaching ??= this.#reach();
    return this.#reaching;
  }

  async #reach(): Promise<void> {
    await this.#signIn();
    const policy = { ...this.#policy, retries: reachRetries, patienceMs: 0 };
    try {
      await retrying(policy, () => this.#wire.ask({ method: 'HEAD' }).catch(throwUnanswered));
    } catch (error) {
      this.#isUnreachable = true;
      throw error;
    }
  }

  async #inTurn<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    await this.#slots.take();
    return ask().finally(() => this.#slots.give());
  }

  async #asking<Answer>(doing: string, ask: () => Promise<Answer>): Promise<Answer> {
    try {
      await this.#reached();
      if (performance.now() - this.#askedAt > askAgainMs) await this.#signIn();
      return await retrying(this.#policy, ask);
    } catch (error) {
      throw told(doing, error);
    }
  }

  async #signIn(): Promise<void> {
    this.#wire.credentials = await this.#from.credentials();
    this.#askedAt = performance.now();
  }
}

/** A refusal is an answer. */
const throwUnanswered = (error: unknown): void => {
  if (!(error instanceof S3Refusal)) throw error;
};

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const told = (doing: string, error: unknown): unknown =>
  error instanceof StorageAway
    ? new TransientFault(`${error.message} Try the same again later.`, { cause: error })
    : translated(doing, error);
