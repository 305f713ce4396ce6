import type { LaneCredentials, LaneWorld } from './lane.ts';
import { SharedLimit } from './shared-limit.ts';
import { Thread, type ThreadEvents } from './thread.ts';
import type { ThreadStart } from './thread-messages.ts';

/**
 * `own`: the command's own thread sends the first small files. `first`: how many workers start
 * together, as soon as one is needed; `most`: how many there may be.
 */
export type CrewSize = { own: boolean; first: number; most: number };

/** Events of all threads, for the engine. */
export type CrewEvents = Omit<ThreadEvents, 'onLost'>;

/** A fault that ends threads again and again is not of this moment. */
const mostReplaced = 3;

/**
 * The threads of an engine. The command's own thread takes the first small files, so that a few of
 * them need no worker, which takes a tenth of a second to start. Workers take all others: to share
 * small files with them gains a twentieth of the time and costs a seventh of the processor's. More
 * start when large files wait, and others replace those that ended.
 */
export class Crew {
  readonly #own: Thread | undefined;
  readonly #workers: Thread[] = [];
  readonly #size: CrewSize;
  readonly #events: CrewEvents;
  #start: ThreadStart;
  #busy = false;
  #replaced = 0;

  /** `world` replaces time and chance of the command's own thread. */
  constructor(
    size: CrewSize,
    start: ThreadStart,
    events: CrewEvents,
    world: Partial<LaneWorld> = {},
  ) {
    this.#size = size;
    this.#start = start;
    this.#events = events;
    if (size.own) this.#own = this.#join(world);
  }

  get threads(): Thread[] {
    return this.#own ? [this.#own, ...this.#workers] : [...this.#workers];
  }

  /** Whether more files are wanted. */
  get hungry(): boolean {
    return this.threads.length === 0 || this.#takers.some((thread) => thread.hungry);
  }

  /** Why no worker is left of those that were started. */
  get lost(): Error | undefined {
    const reasons = this.#workers.map(({ lost }) => lost);
    return reasons.every((reason) => reason !== undefined) ? reasons[0] : undefined;
  }

  /** The thread that takes the next files; `undefined`: all that could are lost. */
  next(areSmall: boolean): Thread | undefined {
    if (!areSmall || !this.#own || this.#own.load > 0) this.#grow();
    const [thread] = this.#takers.filter(({ lost }) => !lost).sort((a, b) => a.load - b.load);
    return thread;
  }

  /** The own thread has the journal to write: once there are workers, it takes no more files. */
  get #takers(): Thread[] {
    return this.#workers.length > 0 ? this.#workers : this.threads;
  }

  get credentials(): LaneCredentials {
    return this.#start.credentials;
  }

  set credentials(credentials: LaneCredentials) {
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
    const wanted = this.#workers.every(({ laden }) => laden) ? this.#workers.length + 1 : 0;
    while (this.#workers.length < Math.min(most, Math.max(first, wanted)))
      this.#workers.push(this.#join());
  }

  #join(world?: Partial<LaneWorld>): Thread {
    new SharedLimit(this.#start.memory).joined();
    return this.#begin(world);
  }

  #begin(world?: Partial<LaneWorld>): Thread {
    const onLost = (): void => this.#replace(thread);
    const thread = new Thread(this.#start, { ...this.#events, onLost }, world);
    thread.busy = this.#busy;
    return thread;
  }

  /** The replacement takes over the lost thread's share of the requests. */
  #replace(lost: Thread): void {
    if (this.#replaced === mostReplaced) return;
    this.#replaced += 1;
    this.#workers.splice(this.#workers.indexOf(lost), 1, this.#begin());
  }
}
