import type { ExecutorCredentials, ExecutorWorld } from './executor.ts';
import { SharedLimit } from './shared-limit.ts';
import { startWorker } from './start-worker.ts';
import { besideUs, Thread, type ThreadEvents, type ThreadPort } from './thread.ts';
import type { ThreadStart } from './thread-messages.ts';

/**
 * `own`: the command's own thread sends the first small files. `first`: how many workers start
 * together, as soon as one is needed; `most`: how many there may be.
 */
export type PoolSize = { own: boolean; first: number; most: number };

/** Events of all threads, for the engine. */
export type PoolEvents = Omit<ThreadEvents, 'onLost'>;

/**
 * `world` replaces time and chance of the command's own thread. `open` starts a worker, and throws
 * where the machine gives none.
 */
export type PoolWorld = { world: Partial<ExecutorWorld>; open: () => ThreadPort };

/** A fault that ends threads again and again is not of this moment. */
const mostReplaced = 3;

/**
 * The threads of an engine. The command's own thread takes the first small files, so that a few of
 * them need no worker, which takes a tenth of a second to start. Workers take all others: to share
 * small files with them gains a twentieth of the time and costs a seventh of the processor's. More
 * start when large files wait, and others replace those that ended. Where the machine gives no more
 * workers, those that are there do everything; where it gives none, the own thread does.
 */
export class WorkerPool {
  readonly #own: Thread | undefined;
  readonly #workers: Thread[] = [];
  readonly #size: PoolSize;
  readonly #events: PoolEvents;
  readonly #limit: SharedLimit;
  readonly #open: () => ThreadPort;
  #start: ThreadStart;
  #busy = false;
  #replaced = 0;
  /** Why the machine gives no more workers. */
  #refused: Error | undefined;
  /** Whether the own thread has its part of the limit. */
  #ownShares = false;

  constructor(
    size: PoolSize,
    start: ThreadStart,
    events: PoolEvents,
    { world = {}, open = startWorker }: Partial<PoolWorld> = {},
  ) {
    this.#size = size;
    this.#start = start;
    this.#events = this.#heard(events);
    this.#limit = new SharedLimit(start.memory);
    this.#open = open;
    if (!size.own) return;
    this.#own = this.#begin(besideUs(start, world));
    this.#limit.joined();
    this.#ownShares = true;
  }

  get threads(): Thread[] {
    return this.#own ? [this.#own, ...this.#workers] : [...this.#workers];
  }

  /** Whether more files are wanted. */
  get hasRoom(): boolean {
    return this.threads.length === 0 || this.#takers.some((thread) => thread.hasRoom);
  }

  /** Why no thread is left that takes files. */
  get lost(): Error | undefined {
    const takers = this.#takers;
    if (takers.length === 0) return this.#refused;
    return takers.every(({ lost }) => lost) ? takers[0]?.lost : undefined;
  }

  /** The thread that takes the next files; `undefined`: all that could are lost. */
  next(areSmall: boolean): Thread | undefined {
    if (!areSmall || !this.#own || this.#own.load > 0) this.#grow();
    this.#passOn();
    const [thread] = this.#takers.filter(({ lost }) => !lost).sort((a, b) => a.load - b.load);
    return thread;
  }

  /** The own thread has the journal to write: once there are workers, it takes no more files. */
  get #takers(): Thread[] {
    return this.#workers.length > 0 ? this.#workers : this.threads;
  }

  get credentials(): ExecutorCredentials {
    return this.#start.credentials;
  }

  set credentials(credentials: ExecutorCredentials) {
    this.#start = { ...this.#start, credentials };
    for (const thread of this.threads) thread.credentials = credentials;
  }

  /** Whether the threads keep the process alive. */
  set busy(busy: boolean) {
    this.#busy = busy;
    for (const thread of this.threads) thread.busy = busy;
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.close()));
  }

  /** Adds workers for the next files, when no present thread could begin with them. */
  #grow(): void {
    const { first, most } = this.#size;
    const wanted = this.#workers.every(({ isFull }) => isFull) ? this.#workers.length + 1 : 0;
    while (!this.#refused && this.#workers.length < Math.min(most, Math.max(first, wanted))) {
      const worker = this.#beginWorker();
      if (!worker) return;
      this.#workers.push(worker);
      this.#limit.joined();
    }
  }

  /** `undefined` where the machine gives no worker. It is not asked again. */
  #beginWorker(): Thread | undefined {
    try {
      return this.#begin(this.#open());
    } catch (error) {
      this.#refused = error as Error;
      return undefined;
    }
  }

  #begin(port: ThreadPort): Thread {
    const own = new SharedArrayBuffer(8);
    const onLost = (): void => {
      new SharedLimit(this.#start.memory, own).forget();
      this.#replace(thread);
    };
    const thread = new Thread(port, { ...this.#start, own }, { ...this.#events, onLost });
    thread.busy = this.#busy;
    return thread;
  }

  /**
   * The replacement takes over the lost thread's share of the requests. Where the machine gives
   * none, the share is for the others.
   */
  #replace(lost: Thread): void {
    if (isNeverBegun(lost.lost)) this.#refused = lost.lost;
    else if (this.#replaced === mostReplaced) return;
    this.#replaced += 1;
    const replacement = this.#refused ? undefined : this.#beginWorker();
    this.#workers.splice(this.#workers.indexOf(lost), 1, ...(replacement ? [replacement] : []));
    if (!replacement) this.#limit.left();
  }

  /** The events, by which the own thread is known to have nothing left. */
  #heard(events: PoolEvents): PoolEvents {
    return {
      ...events,
      onOutcomes: (outcomes) => {
        events.onOutcomes(outcomes);
        this.#passOn();
      },
    };
  }

  /** The own thread's part of the limit is for the workers, once it has nothing left to do. */
  #passOn(): void {
    if (!this.#ownShares || this.#workers.length === 0 || this.#own?.load !== 0) return;
    this.#ownShares = false;
    this.#limit.left();
  }
}

/** True if the worker ended before it began: the machine has no room for one. */
const isNeverBegun = (error: Error | undefined): boolean =>
  (error as NodeJS.ErrnoException | undefined)?.code === 'ERR_WORKER_INIT_FAILED';
