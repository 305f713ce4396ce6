import type { TransferJob, TransferOutcome } from '../../../../core/bulk/model/transfer.ts';
import type { NoteUpload } from '../../../../core/bulk/ports.ts';
import { TransientFault } from '../../../../core/errors.ts';
import { isAboutCaller } from '../../../storage/s3-refusals.ts';
import { sourceRefused } from '../../sources/source-refused.ts';
import { isSmall } from '../files/small-files.ts';
import type { Mode } from './executor.ts';
import { storageAway } from './outage.ts';
import type { WorkerPool } from './worker-pool.ts';

/** A message per job would cost more than the job's signature. */
const groupSize = 64;

/** Codes whose message says all. */
const told: readonly string[] = [storageAway, sourceRefused];

/** `noteUpload` hears of uploads in parts before their first part. */
export type PassOptions = { signal?: AbortSignal | undefined; noteUpload?: NoteUpload | undefined };

/** One pass over jobs. Jobs are drawn no faster than their outcomes are consumed. */
export class Pass {
  readonly #mode: Mode;
  readonly #pool: WorkerPool;
  readonly #signal: AbortSignal | undefined;
  readonly #outcomes: TransferOutcome[] = [];
  #group: TransferJob[] = [];
  #groupBytes = 0;
  /** Given to a thread, and no outcome yet. */
  #outstanding = 0;
  #drawing = true;
  #failure: { error: unknown } | undefined;
  #stopped = false;
  #flushing = false;
  #wakeTaker: () => void = () => undefined;
  #wakeDrawer: () => void = () => undefined;
  readonly noteUpload: NoteUpload;
  readonly #onAbort = (): void => this.#halt();

  constructor(mode: Mode, pool: WorkerPool, { signal, noteUpload }: PassOptions) {
    this.#mode = mode;
    this.#pool = pool;
    this.#signal = signal;
    this.noteUpload = noteUpload ?? (async () => undefined);
    if (signal?.aborted) this.#stopped = true;
    signal?.addEventListener('abort', this.#onAbort);
  }

  async *outcomes(
    jobs: AsyncIterable<TransferJob> | Iterable<TransferJob>,
  ): AsyncGenerator<TransferOutcome> {
    void this.#draw(jobs);
    for (;;) {
      // Taken together, so that a thread's room is looked at once per group and not once per file.
      const taken = this.#outcomes.splice(0);
      if (taken.length > 0) yield* taken;
      else if (!this.#drawing && this.#outstanding === 0) break;
      else await this.#moreOutcomes();
      this.#wakeDrawer();
    }
    if (this.#failure) throw this.#failure.error;
  }

  take(outcomes: readonly TransferOutcome[]): void {
    this.#outstanding -= outcomes.length;
    const [refused] = outcomes.filter(isOfNoFile);
    this.#outcomes.push(
      ...(refused ? outcomes.filter((outcome) => !isOfNoFile(outcome)) : outcomes),
    );
    if (refused) this.#giveUp(reasonOf(refused));
    this.#giveUpIfLost();
    this.#wakeTaker();
  }

  dropped(count: number): void {
    this.#outstanding -= count;
    this.#wakeTaker();
  }

  /** Starts no more files, and waits for those in flight. */
  async stop(): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#halt();
    while (this.#outstanding > 0) await this.#moreOutcomes();
  }

  /** Files without an outcome are still to be done. */
  #giveUp(why: string, cause?: Error): void {
    this.#failure ??= {
      error: new TransientFault(`${why} What was sent is on record: resume goes on.`, { cause }),
    };
    this.#halt();
  }

  #giveUpIfLost(): void {
    const { lost } = this.#pool;
    const why = 'The threads that send files cannot be started, or end again and again';
    if (lost) this.#giveUp(`${why} (${lost.message}).`, lost);
  }

  #halt(): void {
    this.#stopped = true;
    this.#group = [];
    for (const thread of this.#pool.threads) thread.drop();
    this.#wakeDrawer();
  }

  async #draw(jobs: AsyncIterable<TransferJob> | Iterable<TransferJob>): Promise<void> {
    try {
      if (!this.#stopped) {
        for await (const job of jobs) {
          if (this.#stopped) break;
          this.#add(job);
          while (!this.#stopped && !this.#hasRoom()) await this.#moreRoom();
        }
      }
    } catch (error) {
      this.#failure = { error };
    }
    this.#flush();
    this.#drawing = false;
    this.#wakeTaker();
  }

  #hasRoom(): boolean {
    return this.#outcomes.length < 4 * groupSize && this.#pool.hasRoom;
  }

  #add(job: TransferJob): void {
    this.#group.push(job);
    this.#groupBytes += job.expected?.sizeBytes ?? 0;
    if (this.#group.length >= groupSize || this.#groupBytes > groupBytes) this.#flush();
    else if (!this.#flushing) {
      // A slow listing must not hold up the files listed so far.
      this.#flushing = true;
      setImmediate(() => {
        this.#flushing = false;
        this.#flush();
      });
    }
  }

  #flush(): void {
    const group = this.#group.splice(0);
    this.#groupBytes = 0;
    if (this.#stopped || group.length === 0) return;
    const thread = this.#pool.next(group.every(isSmall));
    if (!thread) this.#giveUpIfLost();
    else {
      this.#outstanding += group.length;
      thread.give(this.#mode, group);
    }
  }

  #moreOutcomes(): Promise<void> {
    return new Promise((resolve) => {
      this.#wakeTaker = resolve;
    });
  }

  #moreRoom(): Promise<void> {
    return new Promise((resolve) => {
      this.#wakeDrawer = resolve;
    });
  }
}

type Refused = Extract<TransferOutcome, { outcome: 'failed' }>;

/** True for a fault that does not depend on the file: every other file would meet the same. */
const isOfNoFile = (outcome: TransferOutcome): outcome is Refused =>
  outcome.outcome === 'failed' && (isAboutCaller(outcome.code) || told.includes(outcome.code));

const reasonOf = ({ code, message }: Refused): string =>
  told.includes(code)
    ? message
    : `S3 rejected the credentials (${code}: ${message}). Sign in again, or set the clock if ` +
      'it says so.';

/** Larger files go out one by one. */
const groupBytes = 2 ** 20;
