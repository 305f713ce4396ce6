import type { TransferJob, TransferOutcome } from '../../../../core/bulk/model/transfer.ts';
import type { NoteUpload } from '../../../../core/bulk/ports.ts';
import type { Credentials } from '../../../aws/aws-credentials.ts';
import { SourceOpener, type Sources } from '../../sources/open-location.ts';
import { SmallFiles } from '../files/small-files.ts';
import type { TransferContext } from '../files/transfer-context.ts';
import { hashFile, sendFile, workOn } from '../files/transfer-file.ts';
import { BufferPool } from '../http/buffer-pool.ts';
import { Requests } from '../s3/requests.ts';
import { isLoopback } from '../s3/s3-place.ts';
import { isRenewable } from '../s3/s3-refusal.ts';
import { S3Wire } from '../s3/s3-wire.ts';
import { Bandwidth } from './bandwidth.ts';
import type { ExecutorSettings } from './executor-settings.ts';
import { GrowthGate } from './growth-gate.ts';
import { Pauses } from './pauses.ts';
import type { RetryPolicy } from './retrying.ts';
import type { SharedLimit } from './shared-limit.ts';
import { sharedConditions, sharedCopies } from './shared-state.ts';
import { Slots } from './slots.ts';

/** Credentials of both sides. */
export type ExecutorCredentials = { target: Credentials; source?: Credentials };

/** Functions that an executor takes from outside; tests replace them. */
export type ExecutorWorld = {
  /** Milliseconds since 1970, for signatures. */
  now: () => number;
  /** Milliseconds of a clock that only goes forward. */
  steady: () => number;
  random: () => number;
  sleep: (ms: number) => Promise<void>;
  /** Fetches credentials again, because those at hand were refused. */
  renew: () => Promise<ExecutorCredentials>;
  noteUpload: NoteUpload;
};

/** `send` transfers a file; `hash` only reads it. */
export type Mode = 'send' | 'hash';

/** One thread's work: many files at once, on one event loop. */
export class Executor {
  readonly #context: TransferContext;
  readonly #small: SmallFiles;
  readonly #slots: Slots;
  readonly #limit: SharedLimit;
  readonly #wire: S3Wire;
  readonly #opener: SourceOpener;
  readonly #pauses: Pauses;

  constructor(settings: ExecutorSettings, limit: SharedLimit, world: ExecutorWorld) {
    const { target, timeoutMs, partBytes, multipartBytes, nearBytes, copyBytes, bufferBytes } =
      settings;
    this.#pauses = new Pauses(world.sleep);
    const policy = this.#policy(settings, world);
    const bandwidth =
      settings.bandwidth && new Bandwidth(settings.bandwidth, limit.memory, world.sleep);
    this.#limit = limit;
    this.#slots = new Slots(limit);
    this.#wire = new S3Wire({ place: target, bucket: target.bucket, timeoutMs, now: world.now });
    this.#opener = new SourceOpener(sources(settings, policy, world));
    this.#context = {
      wire: this.#wire,
      requests: new Requests({
        wire: this.#wire,
        slots: this.#slots,
        limit,
        gate: new GrowthGate(),
        now: world.steady,
        bandwidth,
      }),
      bandwidth,
      buffers: new BufferPool(bufferBytes),
      policy,
      open: (location, tags) => this.#opener.open(location, tags),
      openFile: (location) => this.#opener.openFile(location),
      isDiskSlow: () => this.#opener.isDiskSlow,
      look: (location) => this.#opener.look(location),
      partBytes,
      multipartBytes,
      nearBytes,
      copyBytes,
      cutOff: new Set(),
      multiparts: new Map(),
      noteUpload: world.noteUpload,
      conditions: sharedConditions(limit.memory),
      copies: sharedCopies(limit.memory),
      checksums: target.checksums,
      // Only TLS, or a way that never leaves the machine, keeps others from bytes that are not in
      // the signature.
      signedParts:
        !target.checksums ||
        (target.endpoint?.startsWith('http:') === true && !isLoopback(target.endpoint)),
    };
    this.#small = new SmallFiles(this.#context);
  }

  set credentials({ target, source }: ExecutorCredentials) {
    this.#wire.credentials = target;
    if (source) this.#opener.credentials = source;
  }

  /** How many files this executor works on at once. */
  get width(): number {
    return this.#slots.share;
  }

  /**
   * Works on a file; `onEnd` is called once, later or at once. `undefined`: interrupted while the
   * file waited. The file is still to be done.
   */
  work(mode: Mode, job: TransferJob, onEnd: (outcome: TransferOutcome | undefined) => void): void {
    const end = (outcome: TransferOutcome | undefined): void => {
      if (outcome) this.#limit.fileDone();
      onEnd(outcome);
    };
    if (mode === 'hash') return void workOn(job, this.#context, hashFile).then(end);
    this.#small.send(
      job,
      (verdict) => end({ recordId: job.recordId, attempts: 1, ...verdict }),
      (tried) => void workOn(job, this.#context, sendFile, tried).then(end),
    );
  }

  /** Ends the waiting of every file that waits, until `allow`. */
  interrupt(): void {
    this.#pauses.interrupt();
  }

  allow(): void {
    this.#pauses.allow();
  }

  close(): void {
    this.#wire.close();
    this.#opener.close();
  }

  #policy(
    { retries, patienceMs }: ExecutorSettings,
    { random, renew }: ExecutorWorld,
  ): RetryPolicy {
    const onRetry = async (error: unknown): Promise<void> => {
      if (isRenewable(error)) this.credentials = await renew();
    };
    return {
      retries,
      patienceMs,
      random,
      sleep: (ms) => this.#pauses.pause(ms),
      onRetry,
      onWait: (change) => this.#limit.waits(change),
    };
  }
}

const sources = (
  { source, http, sftp, timeoutMs }: ExecutorSettings,
  policy: RetryPolicy,
  { now }: ExecutorWorld,
): Sources => ({
  policy,
  now,
  timeoutMs,
  ...(source && { s3: source }),
  ...(http && { http }),
  ...(sftp && { sftp }),
});
