import { setTimeout as sleep } from 'node:timers/promises';
import type { MessagePort } from 'node:worker_threads';
import type { TransferJob, TransferOutcome } from '../../../../core/bulk/model/transfer.ts';
import { Executor, type ExecutorCredentials, type ExecutorWorld, type Mode } from './executor.ts';
import { SharedLimit } from './shared-limit.ts';
import { steadyMs } from './steady-clock.ts';
import {
  type FromThread,
  packOutcomes,
  type ThreadStart,
  type ToThread,
  unpackJobs,
} from './thread-messages.ts';

/** Outcomes go back in groups: this many, when nothing else is in flight, or after a delay. */
const groupSize = 256;
const groupMs = 20;

/** An executor behind a message port: takes groups of jobs, returns groups of outcomes. */
export class WorkerThread {
  readonly #port: MessagePort;
  readonly #executor: Executor;
  readonly #queue: { mode: Mode; job: TransferJob }[] = [];
  #outcomes: TransferOutcome[] = [];
  #running = 0;
  #flushing: ReturnType<typeof setTimeout> | undefined;
  /** Uploads that wait until they are on record. */
  readonly #noting = new Map<string, (isOnRecord: boolean) => void>();
  #renewed: ((credentials: ExecutorCredentials) => void)[] = [];

  constructor(
    port: MessagePort,
    { settings, memory, own, credentials }: ThreadStart,
    world: Partial<ExecutorWorld> = {},
  ) {
    this.#port = port;
    const ours = {
      now: Date.now,
      steady: steadyMs,
      random: Math.random,
      sleep: (ms: number) => sleep(ms),
      renew: () => this.#renew(),
      noteUpload: (recordId: string, multipartId: string) => this.#note(recordId, multipartId),
    };
    this.#executor = new Executor(settings, new SharedLimit(memory, own), { ...ours, ...world });
    this.#executor.credentials = credentials;
    port.on('message', (message: ToThread) => this.#take(message));
  }

  #take(message: ToThread): void {
    if (message.kind === 'jobs') {
      this.#executor.allow();
      for (const job of unpackJobs(message.jobs)) this.#queue.push({ mode: message.mode, job });
      this.#fill();
    } else if (message.kind === 'drop') {
      this.#tell({
        kind: 'dropped',
        recordIds: this.#queue.splice(0).map(({ job }) => job.recordId),
      });
      this.#executor.interrupt();
    } else if (message.kind === 'credentials') {
      this.#executor.credentials = message.credentials;
      for (const renewed of this.#renewed.splice(0)) renewed(message.credentials);
    } else if (message.kind === 'noted') {
      this.#noting.get(message.recordId)?.(message.isOnRecord);
      this.#noting.delete(message.recordId);
    } else {
      this.#executor.close();
      this.#port.close();
    }
  }

  #fill(): void {
    // Half as many again as may be sending at once: the next ones are read and hashed meanwhile.
    const width = Math.ceil(this.#executor.width * 1.5);
    for (
      let next = this.#running < width ? this.#queue.shift() : undefined;
      next;
      next = this.#running < width ? this.#queue.shift() : undefined
    ) {
      this.#running += 1;
      const { mode, job } = next;
      this.#executor.work(mode, job, (outcome) => this.#done(job, outcome));
    }
  }

  #done({ recordId }: TransferJob, outcome: TransferOutcome | undefined): void {
    this.#running -= 1;
    if (outcome) this.#outcomes.push(outcome);
    else this.#tell({ kind: 'dropped', recordIds: [recordId] });
    this.#fill();
    if (this.#outcomes.length >= groupSize || this.#running === 0) this.#flush();
    else this.#flushing ??= setTimeout(() => this.#flush(), groupMs);
  }

  #flush(): void {
    clearTimeout(this.#flushing);
    this.#flushing = undefined;
    if (this.#outcomes.length > 0)
      this.#tell({ kind: 'outcomes', outcomes: packOutcomes(this.#outcomes) });
    this.#outcomes = [];
  }

  #renew(): Promise<ExecutorCredentials> {
    if (this.#renewed.length === 0) this.#tell({ kind: 'renew' });
    return new Promise((resolve) => this.#renewed.push(resolve));
  }

  async #note(recordId: string, multipartId: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#noting.set(recordId, resolve);
    this.#tell({ kind: 'begun', recordId, multipartId });
    if (!(await promise)) throw new Error('The upload could not be put on record.');
  }

  #tell(message: FromThread): void {
    this.#port.postMessage(message);
  }
}
