import { setTimeout as pause } from 'node:timers/promises';
import type { TransferJob, TransferOutcome } from '../../../../core/bulk/model/transfer.ts';
import type { NoteUpload, Transfers } from '../../../../core/bulk/ports.ts';
import type { Credentials } from '../../../aws/aws-credentials.ts';
import { Crew, type CrewSize } from './crew.ts';
import { engineSize } from './crew-size.ts';
import type { LaneCredentials, LaneWorld, Mode } from './lane.ts';
import { lookAtOpenFiles } from './open-files.ts';
import { Run, type RunOptions } from './run.ts';
import { SharedLimit } from './shared-limit.ts';
import {
  type SharedConditions,
  type SharedCopies,
  sharedConditions,
  sharedCopies,
} from './shared-state.ts';
import { laneSettings, type Provider, type TransferOptions } from './transfer-options.ts';

/** Credentials of roles change in their last minutes. */
const renewEveryMs = 60_000;

/** Tries of a credentials renewal, seconds apart. */
const renewalTries = 5;

/** Sends files from several threads; each reads, hashes, signs and sends. One run at a time. */
export class TransferEngine implements Transfers {
  readonly #options: TransferOptions;
  readonly #world: Partial<LaneWorld>;
  readonly #limit: SharedLimit;
  readonly #conditions: SharedConditions;
  readonly #copies: SharedCopies;
  #crew: Promise<Crew> | undefined;
  #run: Run | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #renewal: Promise<void> | undefined;

  readonly #crewSize: CrewSize;

  /**
   * `world` replaces time and chance, but not in workers. Throws `TransientFault` if the process
   * may not open enough files.
   */
  constructor(options: TransferOptions, world: Partial<LaneWorld> = {}) {
    this.#options = options;
    this.#world = world;
    const { conditions = 'honoured' } = options;
    const { crew, concurrency } = engineSize(options, lookAtOpenFiles());
    this.#crewSize = crew;
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
    const start = {
      settings: laneSettings(this.#options),
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
    return new Crew(this.#crewSize, start, events, { world: this.#world });
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
