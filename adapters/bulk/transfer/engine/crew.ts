import type { LaneCredentials, LaneWorld } from './lane.ts';
import { SharedLimit } from './shared-limit.ts';
import { Thread, type ThreadEvents } from './thread.ts';
import type { ThreadStart } from './thread-messages.ts';

/** How many threads there are from the start, and at most. */
export type CrewSize = { first: number; most: number };

/** Events of all threads, for the engine. */
export type CrewEvents = Omit<ThreadEvents, 'onLost'>;

/** A fault that ends threads again and again is not of this moment. */
const mostReplaced = 3;

/**
 * The threads of an engine. Small files keep the first ones busy; more start when large files wait,
 * and others replace threads that ended.
 */
export class Crew {
  readonly threads: Thread[] = [];
  readonly #most: number;
  readonly #events: CrewEvents;
  readonly #world: Partial<LaneWorld> | undefined;
  #start: ThreadStart;
  #busy = false;
  #replaced = 0;

  /** With a world, threads are on this event loop. */
  constructor(
    { first, most }: CrewSize,
    start: ThreadStart,
    events: CrewEvents,
    world?: Partial<LaneWorld>,
  ) {
    this.#most = most;
    this.#start = start;
    this.#events = events;
    this.#world = world;
    while (this.threads.length < first) this.#add();
  }

  /** Adds a thread for the next files, when no present thread could begin with them. */
  grow(): void {
    if (this.threads.length < this.#most && this.threads.every(({ laden }) => laden)) this.#add();
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

  #add(): void {
    this.threads.push(this.#begin());
    new SharedLimit(this.#start.memory).joined();
  }

  #begin(): Thread {
    const onLost = (): void => this.#replace(thread);
    const thread = new Thread(this.#start, { ...this.#events, onLost }, this.#world);
    thread.busy = this.#busy;
    return thread;
  }

  /** The replacement takes over the lost thread's share of the requests. */
  #replace(lost: Thread): void {
    if (this.#replaced === mostReplaced) return;
    this.#replaced += 1;
    this.threads.splice(this.threads.indexOf(lost), 1, this.#begin());
  }
}
