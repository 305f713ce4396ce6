import type { BatchRecord } from './model/batch.ts';
import type { Stop } from './model/batch-states.ts';
import type { TransferJob, TransferOutcome } from './model/transfer.ts';
import type { Settle, WorkGroup } from './plan-work.ts';
import type { Every, NoteUpload } from './ports.ts';

type WorkOptions = {
  work: AsyncIterable<WorkGroup>;
  send: (
    jobs: AsyncIterable<TransferJob>,
    signal: AbortSignal,
    noteUpload: NoteUpload,
  ) => AsyncIterable<TransferOutcome>;
  /** Puts a record on file whose upload in parts begins. */
  onBegun?: (record: BatchRecord) => Promise<void>;
  settle: Settle;
  groupSize: number;
  /** With it, files that ended also go on file after a while, whatever the others do. */
  every?: Every;
  /** After an abort, transfers in flight finish and no further one starts. */
  signal: AbortSignal;
  /** Puts a group of finished records on file; an answer ends the work. */
  onGroup: (records: readonly BatchRecord[]) => Promise<Stop | undefined>;
  /**
   * Hears of records that were on file when they came, and of so many unchanged files beside them;
   * an answer ends the work.
   */
  onFiled?: (records: readonly BatchRecord[], unchanged: number) => Promise<Stop | undefined>;
};

/** A group is also full at this many bytes: a crash repeats no more of large files. */
const groupBytes = 64 * 1024 ** 2;

/**
 * How long a while is: one file that takes long, or that storage does not answer, does not make a
 * crash or a wish to pause cost more, and progress shows the others.
 */
const groupSeconds = 1;

/**
 * Sends all the work through the engine and files what ended, group by group; returns why it
 * stopped early, if it did.
 */
export const sendAndRecord = async (options: WorkOptions): Promise<Stop | undefined> => {
  const pending = new PendingRecords(options);
  const signal = AbortSignal.any([options.signal, pending.halt.signal]);
  const noteUpload: NoteUpload = (recordId, multipartId) => pending.begun(recordId, multipartId);
  const stopFiling = options.every?.(groupSeconds, () => pending.file());
  try {
    for await (const outcome of options.send(pending.jobs(), signal, noteUpload)) {
      pending.take(outcome);
      if (pending.isFull) await pending.file();
    }
  } finally {
    stopFiling?.();
    // Finished transfers are recorded also when the engine itself fails.
    await pending.file();
  }
  pending.rethrow();
  return (
    pending.stop ??
    (options.signal.aborted ? { status: 'paused', reason: 'interrupted' } : undefined)
  );
};

/** The records under way, and those that ended and are not on file yet. */
class PendingRecords {
  readonly #options: WorkOptions;
  readonly #underWay = new Map<string, BatchRecord>();
  #done: BatchRecord[] = [];
  #doneBytes = 0;
  #filing: Promise<void> = Promise.resolve();
  #failure: { error: unknown } | undefined;
  stop: Stop | undefined;
  readonly halt = new AbortController();

  constructor(options: WorkOptions) {
    this.#options = options;
  }

  /**
   * The jobs that the engine pulls. Errors of the journal are thrown after the engine has stopped,
   * so the engine never sees them.
   */
  async *jobs(): AsyncGenerator<TransferJob> {
    try {
      for await (const group of this.#options.work) {
        await this.#hearFiled(group);
        if (this.#isHalted) return;
        for (const work of group.work) {
          if (this.#isHalted) return;
          const { recordId } = work.record;
          this.#underWay.set(recordId, work.record);
          if ('job' in work) yield work.job;
          else this.take(work.outcome);
        }
        if (this.isFull) await this.file();
      }
    } catch (error) {
      this.fail(error);
    }
  }

  get #isHalted(): boolean {
    return this.halt.signal.aborted || this.#options.signal.aborted;
  }

  async #hearFiled({ filed = [], unchanged = 0 }: WorkGroup): Promise<void> {
    if (filed.length + unchanged > 0)
      this.#stopFor(await this.#options.onFiled?.(filed, unchanged));
  }

  #stopFor(stop: Stop | undefined): void {
    this.stop ??= stop;
    if (this.stop) this.halt.abort();
  }

  take(outcome: TransferOutcome): void {
    const record = this.#underWay.get(outcome.recordId);
    if (!record) return;
    this.#underWay.delete(outcome.recordId);
    const after = this.#options.settle(record, outcome);
    this.#done.push(after);
    this.#doneBytes += after.sizeBytes ?? 0;
  }

  /** The first part waits for this. A fault is ours, and ends the work. */
  async begun(recordId: string, multipartId: string): Promise<void> {
    const record = this.#underWay.get(recordId);
    if (!record) return;
    const begun = { ...record, multipartId };
    this.#underWay.set(recordId, begun);
    try {
      await this.#options.onBegun?.(begun);
    } catch (error) {
      this.fail(error);
      throw error;
    }
  }

  get isFull(): boolean {
    return this.#done.length >= this.#options.groupSize || this.#doneBytes >= groupBytes;
  }

  fail(error: unknown): void {
    this.#failure ??= { error };
    this.halt.abort();
  }

  /** Files what ended, one group after another, and stops everything on request. */
  file(): Promise<void> {
    this.#filing = this.#filing.then(() => this.#file());
    return this.#filing;
  }

  /** After a fault nothing more is filed: the resume looks again. */
  async #file(): Promise<void> {
    const records = this.#done;
    this.#done = [];
    this.#doneBytes = 0;
    if (records.length === 0 || this.#failure) return;
    try {
      this.#stopFor(await this.#options.onGroup(records));
    } catch (error) {
      this.fail(error);
    }
  }

  rethrow(): void {
    if (this.#failure) throw this.#failure.error;
  }
}
