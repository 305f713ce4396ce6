import { setTimeout as pause } from 'node:timers/promises';
import type { TransferJob, TransferOutcome } from '../../../../core/bulk/model/transfer.ts';
import type { NoteUpload, Transfers } from '../../../../core/bulk/ports.ts';
import type { Credentials } from '../../../aws/aws-credentials.ts';
import { engineSize } from './engine-size.ts';
import type { ExecutorCredentials, ExecutorWorld, Mode } from './executor.ts';
import { lookAtOpenFiles } from './open-files.ts';
import { Pass, type PassOptions } from './pass.ts';
import { SharedLimit } from './shared-limit.ts';
import {
  type SharedConditions,
  type SharedCopies,
  sharedConditions,
  sharedCopies,
} from './shared-state.ts';
import { executorSettings, type Provider, type TransferOptions } from './transfer-options.ts';
import { type PoolSize, WorkerPool } from './worker-pool.ts';

/** Credentials of roles change in their last minutes. */
const renewEveryMs = 60_000;

/** Tries of a credentials renewal, seconds apart. */
const renewalTries = 5;

/** Sends files from several threads; each reads, hashes, signs and sends. One run at a time. */
export class TransferEngine implements Transfers {
  readonly #options: TransferOptions;
  readonly #world: Partial<ExecutorWorld>;
  readonly #limit: SharedLimit;
  readonly #conditions: SharedConditions;
  readonly #copies: SharedCopies;
  #pool: Promise<WorkerPool> | undefined;
  #pass: Pass | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #renewal: Promise<void> | undefined;

  readonly #poolSize: PoolSize;

  /**
   * `world` replaces time and chance, but not in workers. Throws `TransientFault` if the process
   * may not open enough files.
   */
  constructor(options: TransferOptions, world: Partial<ExecutorWorld> = {}) {
    this.#options = options;
    this.#world = world;
    const { conditions = 'honoured' } = options;
    const { pool, concurrency } = engineSize(options, lookAtOpenFiles());
    this.#poolSize = pool;
    this.#limit = SharedLimit.of(concurrency);
    this.#conditions = sharedConditions(this.#limit.memory);
    this.#conditions.state = conditions;
    this.#copies = sharedCopies(this.#limit.memory);
    this.#copies.state = options.serverSide ? 'unproved' : 'off';
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
    const refusesCopies = this.#options.serverSide === true && this.#copies.state === 'off';
    const work = { files, bytes, inFlight, concurrency, throttled, waiting };
    return { ...work, ignoresConditions, refusesCopies };
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await (await this.#pool)?.close();
    this.#pool = undefined;
  }

  async *#work(
    mode: Mode,
    jobs: AsyncIterable<TransferJob> | Iterable<TransferJob>,
    options: PassOptions,
  ): AsyncGenerator<TransferOutcome> {
    if (this.#pass) throw new Error('The engine is at work already.');
    const pool = await this.#poolAtWork();
    const pass = new Pass(mode, pool, options);
    this.#pass = pass;
    pool.busy = true;
    try {
      yield* pass.outcomes(jobs);
    } finally {
      await pass.stop();
      pool.busy = false;
      this.#pass = undefined;
    }
  }

  /** Without credentials nothing starts; the next pass asks for them again. */
  async #poolAtWork(): Promise<WorkerPool> {
    this.#pool ??= this.#start();
    try {
      return await this.#pool;
    } catch (error) {
      this.#pool = undefined;
      throw error;
    }
  }

  async #start(): Promise<WorkerPool> {
    const start = {
      settings: executorSettings(this.#options),
      memory: this.#limit.memory,
      credentials: await this.#credentials(),
    };
    const events = {
      onOutcomes: (outcomes: TransferOutcome[]) => this.#pass?.take(outcomes),
      onDropped: (count: number) => this.#pass?.dropped(count),
      onRenew: () => this.#renew(),
      onBegun: async (recordId: string, multipartId: string) =>
        this.#pass?.noteUpload(recordId, multipartId),
    };
    this.#timer = setInterval(() => this.#renew(), renewEveryMs).unref();
    return new WorkerPool(this.#poolSize, start, events, { world: this.#world });
  }

  async #credentials(): Promise<ExecutorCredentials> {
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
    const pool = await this.#pool;
    if (pool) pool.credentials = fresh ?? pool.credentials;
  }

  async #fresh(): Promise<ExecutorCredentials | undefined> {
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
