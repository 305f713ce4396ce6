import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { TransferJob, TransferOutcome } from '../../../../core/bulk/model/transfer.ts';
import type { NoteUpload, Transfers } from '../../../../core/bulk/ports.ts';
import type { Credentials } from '../../../aws/aws-credentials.ts';
import type { HttpPolicy } from '../../../aws/http-guard.ts';
import type { S3Place } from '../s3/s3-place.ts';
import type { BandwidthStep } from './bandwidth.ts';
import { Crew, type CrewSize } from './crew.ts';
import type { LaneCredentials, LaneWorld, Mode } from './lane.ts';
import type { LaneSettings } from './lane-settings.ts';
import { Run, type RunOptions } from './run.ts';
import { SharedConditions } from './shared-conditions.ts';
import { SharedLimit } from './shared-limit.ts';

type Provider = () => Promise<Credentials>;

/** Where files go, where they may come from, and how hard to try; `placeAt` makes places. */
export type TransferOptions = {
  target: { place: S3Place; bucket: string; credentials: Provider };
  /** For `s3` locations. */
  source?: { place: S3Place; credentials: Provider };
  /** For `http` locations. */
  http?: HttpPolicy;
  /** Requests under way; `auto` finds out. */
  concurrency?: 'auto' | number;
  /** 0: no threads, everything on this event loop. */
  threads?: number;
  retries?: number;
  /** How long an outage of a server is waited for; files that wait do not fail. */
  patienceMs?: number;
  /**
   * `unknown`: the first small file proves whether `If-None-Match` is honoured. Until then, and
   * where it is not, the engine looks under a key before it writes.
   */
  conditions?: 'honoured' | 'unknown';
  bandwidth?: readonly BandwidthStep[];
  /** How long a connection may stand still. */
  timeoutMs?: number;
  partBytes?: number;
  multipartBytes?: number;
  /**
   * For the bodies of each thread; 18 MiB are two parts under way and some small files. More helps
   * on long ways.
   */
  bufferBytes?: number;
};

const mebibyte = 2 ** 20;

/**
 * More threads bring more memory than speed: two of them saturate 10 Gbit/s. One processor is the
 * journal's.
 */
const maxThreads = 4;

/**
 * One processor is left to the journal until large files wait, because large files hardly write to
 * it.
 */
const usualCrew = (processors = availableParallelism()): CrewSize => ({
  first: Math.min(maxThreads, Math.max(1, processors - 1)),
  most: Math.min(maxThreads, processors),
});

/**
 * `auto` begins where a near server is busy, and ends where one connection more would be one too
 * many for a far one.
 */
const autoConcurrency = { start: 32, max: 256 };

/** Credentials of roles change in their last minutes. */
const renewEveryMs = 60_000;

/** Tries of a credentials renewal, seconds apart. */
const renewalTries = 5;

/**
 * Sends files from worker threads: each reads, hashes, signs and sends for itself. One run at a
 * time.
 */
export class TransferEngine implements Transfers {
  readonly #options: TransferOptions;
  readonly #world: Partial<LaneWorld>;
  readonly #limit: SharedLimit;
  readonly #conditions: SharedConditions;
  #crew: Promise<Crew> | undefined;
  #run: Run | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #renewal: Promise<void> | undefined;

  /** `world` replaces time and chance where no thread is between. */
  constructor(options: TransferOptions, world: Partial<LaneWorld> = {}) {
    this.#options = options;
    this.#world = world;
    const { concurrency = 'auto', conditions = 'honoured' } = options;
    this.#limit = SharedLimit.of(
      concurrency === 'auto' ? autoConcurrency : { start: concurrency, max: concurrency },
    );
    this.#conditions = new SharedConditions(this.#limit.memory);
    this.#conditions.state = conditions;
  }

  send(
    jobs: AsyncIterable<TransferJob> | Iterable<TransferJob>,
    signal?: AbortSignal,
    noteUpload?: NoteUpload,
  ): AsyncIterable<TransferOutcome> {
    return this.#work('send', jobs, { signal, noteUpload });
  }

  /** Outcomes are `transferred` with `created: false`, or `changed` or `failed`. */
  hash(
    jobs: AsyncIterable<TransferJob> | Iterable<TransferJob>,
    signal?: AbortSignal,
  ): AsyncIterable<TransferOutcome> {
    return this.#work('hash', jobs, { signal });
  }

  get progress() {
    const { files, bytes, inFlight, concurrency, throttled, waiting } = this.#limit;
    const ignoresConditions = this.#conditions.state === 'ignored';
    return { files, bytes, inFlight, concurrency, throttled, waiting, ignoresConditions };
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await (await this.#crew)?.close();
    this.#crew = undefined;
  }

  async *#work(
    mode: Mode,
    jobs: AsyncIterable<TransferJob> | Iterable<TransferJob>,
    options: RunOptions,
  ): AsyncGenerator<TransferOutcome> {
    if (this.#run) throw new Error('The engine is at work already.');
    const crew = await this.#crewAtWork();
    const run = new Run(mode, crew, options);
    this.#run = run;
    crew.busy = true;
    try {
      yield* run.outcomes(jobs);
    } finally {
      await run.stop();
      crew.busy = false;
      this.#run = undefined;
    }
  }

  /** Without credentials nothing starts; the next run asks for them again. */
  async #crewAtWork(): Promise<Crew> {
    this.#crew ??= this.#start();
    try {
      return await this.#crew;
    } catch (error) {
      this.#crew = undefined;
      throw error;
    }
  }

  async #start(): Promise<Crew> {
    const { threads } = this.#options;
    const size =
      threads === undefined
        ? usualCrew()
        : { first: Math.max(1, threads), most: Math.max(1, threads) };
    const start = {
      settings: this.#settings(),
      memory: this.#limit.memory,
      credentials: await this.#credentials(),
    };
    const events = {
      onOutcomes: (outcomes: TransferOutcome[]) => this.#run?.take(outcomes),
      onDropped: (count: number) => this.#run?.dropped(count),
      onRenew: () => this.#renew(),
      onBegun: async (recordId: string, multipartId: string) =>
        this.#run?.noteUpload(recordId, multipartId),
    };
    this.#timer = setInterval(() => this.#renew(), renewEveryMs).unref();
    return new Crew(size, start, events, threads === 0 ? this.#world : undefined);
  }

  #settings(): LaneSettings {
    const {
      target,
      source,
      http,
      bandwidth,
      retries = 3,
      patienceMs = 600_000,
      timeoutMs = 60_000,
      partBytes = 8 * mebibyte,
      multipartBytes = 64 * mebibyte,
      bufferBytes = 18 * mebibyte,
    } = this.#options;
    return {
      target: { ...target.place, bucket: target.bucket },
      ...(source && { source: source.place }),
      ...(http && { http }),
      ...(bandwidth && { bandwidth }),
      retries,
      patienceMs,
      timeoutMs,
      partBytes,
      multipartBytes,
      bufferBytes,
    };
  }

  async #credentials(): Promise<LaneCredentials> {
    const { target, source } = this.#options;
    const plain = async (provider: Provider): Promise<Credentials> => {
      const { accessKeyId, secretAccessKey, sessionToken } = await provider();
      return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
    };
    return {
      target: await plain(target.credentials),
      ...(source && { source: await plain(source.credentials) }),
    };
  }

  #renew(): void {
    this.#renewal ??= this.#handOut().finally(() => {
      this.#renewal = undefined;
    });
  }

  /**
   * If no fresh credentials come, the waiting threads get the present ones. The next request tells
   * whether these are valid.
   */
  async #handOut(): Promise<void> {
    const fresh = await this.#fresh();
    const crew = await this.#crew;
    if (crew) crew.credentials = fresh ?? crew.credentials;
  }

  async #fresh(): Promise<LaneCredentials | undefined> {
    const { sleep = (ms: number) => pause(ms, undefined, { ref: false }) } = this.#world;
    for (let left = renewalTries; left > 0; left -= 1) {
      try {
        return await this.#credentials();
      } catch {
        if (left > 1) await sleep(1_000);
      }
    }
    return undefined;
  }
}
