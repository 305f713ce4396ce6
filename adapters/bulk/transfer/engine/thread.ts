import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { TransferJob, TransferOutcome } from '../../../../core/bulk/model/transfer.ts';
import type { NoteUpload } from '../../../../core/bulk/ports.ts';
import type { ExecutorCredentials, ExecutorWorld, Mode } from './executor.ts';
import {
  type FromThread,
  packJobs,
  type ThreadStart,
  type ToThread,
  unpackOutcomes,
} from './thread-messages.ts';
import { WorkerThread } from './worker-thread.ts';

/** The other end of a thread: a worker that waits for its start, or a port on this event loop. */
export type ThreadPort = Worker | MessagePort;

/** A thread's events. `onLost`: the thread ended by itself; the outcomes of its jobs follow. */
export type ThreadEvents = {
  onOutcomes: (outcomes: TransferOutcome[]) => void;
  onDropped: (count: number) => void;
  onRenew: () => void;
  onBegun: NoteUpload;
  onLost: () => void;
};

type Begun = Extract<FromThread, { kind: 'begun' }>;

/** Small files that may be with a thread: enough to be busy while the journal is written. */
const maxJobs = 512;

/** Bytes that a thread may hold, so that large files go one by one to the next free thread. */
const maxBytes = 32 * 2 ** 20;

/** Files from which on bytes are the work, and not files. */
const largeBytes = 2 ** 20;

/** One worker, as the engine sees it: its jobs, and a way to add more. */
export class Thread {
  readonly #port: ThreadPort;
  readonly #events: ThreadEvents;
  /** Sizes of the jobs it has, by record. */
  readonly #jobs = new Map<string, number>();
  #bytes = 0;
  #lost: Error | undefined;

  constructor(port: ThreadPort, start: ThreadStart, events: ThreadEvents) {
    this.#events = events;
    this.#port = port;
    this.#port.on('message', (message: FromThread) => this.#hear(message));
    if (this.#port instanceof Worker) {
      this.#port.on('error', (error: Error) => this.#lose(error));
      this.#port.on('exit', () => this.#lose(new Error('The thread ended.')));
      this.#port.postMessage(start);
    }
    this.#port.unref();
  }

  /** Why it is no more. */
  get lost(): Error | undefined {
    return this.#lost;
  }

  /** Whether it can use more now. */
  get hasRoom(): boolean {
    return (
      !this.#lost && (this.#jobs.size < 2 || (this.#jobs.size < maxJobs && this.#bytes < maxBytes))
    );
  }

  /** True if the thread holds enough bytes in large files. Another thread takes the next file. */
  get isFull(): boolean {
    return this.#bytes >= maxBytes && this.#bytes >= this.#jobs.size * largeBytes;
  }

  get load(): number {
    return this.#bytes + this.#jobs.size * 65_536;
  }

  give(mode: Mode, jobs: readonly TransferJob[]): void {
    for (const { recordId, expected } of jobs) {
      const bytes = expected?.sizeBytes ?? 0;
      this.#jobs.set(recordId, bytes);
      this.#bytes += bytes;
    }
    if (this.#lost) this.#fail(this.#lost);
    else this.#post({ kind: 'jobs', mode, jobs: packJobs(jobs) });
  }

  drop(): void {
    if (!this.#lost) this.#post({ kind: 'drop' });
  }

  set credentials(credentials: ExecutorCredentials) {
    this.#post({ kind: 'credentials', credentials });
  }

  /** Its event loop keeps the process alive while there is work only. */
  set busy(busy: boolean) {
    if (busy) this.#port.ref();
    else this.#port.unref();
  }

  async close(): Promise<void> {
    this.#lost ??= new Error('The engine was closed.');
    this.#post({ kind: 'stop' });
    if (this.#port instanceof Worker) await this.#port.terminate();
    else this.#port.close();
  }

  #post(message: ToThread): void {
    this.#port.postMessage(message);
  }

  #hear(message: FromThread): void {
    if (message.kind === 'renew') this.#events.onRenew();
    else if (message.kind === 'begun') void this.#note(message);
    else if (message.kind === 'dropped') {
      for (const recordId of message.recordIds) this.#forget(recordId);
      this.#events.onDropped(message.recordIds.length);
    } else {
      const outcomes = unpackOutcomes(message.outcomes);
      for (const { recordId } of outcomes) this.#forget(recordId);
      this.#events.onOutcomes(outcomes);
    }
  }

  async #note({ recordId, multipartId }: Begun): Promise<void> {
    const isOnRecord = await this.#events.onBegun(recordId, multipartId).then(
      () => true,
      () => false,
    );
    if (!this.#lost) this.#post({ kind: 'noted', recordId, isOnRecord });
  }

  #forget(recordId: string): void {
    this.#bytes -= this.#jobs.get(recordId) ?? 0;
    this.#jobs.delete(recordId);
  }

  #lose(error: Error): void {
    if (this.#lost) return;
    this.#lost = error;
    this.#events.onLost();
    this.#fail(error);
  }

  /** The thread's files may or may not be stored. A resume looks. */
  #fail({ message }: Error): void {
    const outcomes = [...this.#jobs.keys()].map(
      (recordId): TransferOutcome => ({
        recordId,
        attempts: 1,
        outcome: 'failed',
        code: 'ThreadLost',
        message: `Its thread ended: ${message}`,
      }),
    );
    this.#jobs.clear();
    this.#bytes = 0;
    this.#events.onOutcomes(outcomes);
  }
}

/** A thread's work on this event loop. */
export function besideUs(start: ThreadStart, world: Partial<ExecutorWorld>): MessagePort {
  const { port1, port2 } = new MessageChannel();
  new WorkerThread(port1, start, world);
  return port2;
}
