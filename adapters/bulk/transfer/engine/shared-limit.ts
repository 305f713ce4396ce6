import { bigNumbersAt, numbersAt, sharedMemory } from './shared-memory.ts';

/** State shared by all threads: the limit of requests in flight, and the progress so far. */
export class SharedLimit {
  readonly memory: SharedArrayBuffer;
  readonly #numbers: Int32Array;
  readonly #bytes: BigInt64Array;
  /** This thread's part of what is under way and of what waits. */
  readonly #own: Int32Array;

  /** Of memory another thread made, or of fresh memory. `own` is of one thread: 8 bytes. */
  constructor(
    memory: SharedArrayBuffer = sharedMemory(),
    own: SharedArrayBuffer = new SharedArrayBuffer(8),
  ) {
    this.memory = memory;
    this.#own = new Int32Array(own);
    this.#numbers = numbersAt(memory, 'limitNumbers');
    this.#bytes = bigNumbersAt(memory, 'limitBytes');
  }

  static of({ start, max }: { start: number; max: number }): SharedLimit {
    const limit = new SharedLimit();
    limit.#numbers[slot.limit] = start * scale;
    limit.#numbers[slot.max] = max * scale;
    return limit;
  }

  get concurrency(): number {
    return Math.max(1, Math.floor(this.#get(slot.limit) / scale));
  }

  /** How many share it. */
  get threads(): number {
    return Math.max(1, this.#get(slot.threads));
  }

  /** One thread more shares it. */
  joined(): void {
    Atomics.add(this.#numbers, slot.threads, 1);
  }

  /** One thread fewer shares it: the others get its part. */
  left(): void {
    Atomics.sub(this.#numbers, slot.threads, 1);
  }

  /** How many times it was lowered. */
  get throttled(): number {
    return this.#get(slot.throttled);
  }

  get files(): number {
    return this.#get(slot.files);
  }

  get inFlight(): number {
    return this.#get(slot.inFlight);
  }

  /** Files that wait for a server that does not answer. */
  get waiting(): number {
    return this.#get(slot.waiting);
  }

  /** One file more, or fewer, waits. */
  waits(change: 1 | -1): void {
    Atomics.add(this.#numbers, slot.waiting, change);
    Atomics.add(this.#own, 1, change);
  }

  /** Releases the running and waiting requests of a thread that ended. */
  forget(): void {
    Atomics.sub(this.#numbers, slot.inFlight, Atomics.exchange(this.#own, 0, 0));
    Atomics.sub(this.#numbers, slot.waiting, Atomics.exchange(this.#own, 1, 0));
  }

  get bytes(): number {
    return Number(Atomics.load(this.#bytes, 0));
  }

  /**
   * Raises the limit by one per round of answers, as TCP does, so the limit approaches the edge
   * without jumping over it.
   */
  raise(): void {
    const now = this.#get(slot.limit);
    const max = this.#get(slot.max);
    if (now < max)
      Atomics.compareExchange(
        this.#numbers,
        slot.limit,
        now,
        Math.min(max, now + Math.max(1, Math.floor((scale * scale) / now))),
      );
  }

  /** Halves once per round: requests sent before the last halving (`sentAt`, ms) are old news. */
  lower(sentAt: number, now: number): void {
    const last = this.#get(slot.loweredAt);
    if (toTick(sentAt) < last) return;
    // The first thread lowers the limit for all.
    if (Atomics.compareExchange(this.#numbers, slot.loweredAt, last, toTick(now) + 1) !== last)
      return;
    Atomics.add(this.#numbers, slot.throttled, 1);
    Atomics.store(
      this.#numbers,
      slot.limit,
      Math.max(scale, Math.floor(this.#get(slot.limit) / 2)),
    );
  }

  begun(): void {
    Atomics.add(this.#numbers, slot.inFlight, 1);
    Atomics.add(this.#own, 0, 1);
  }

  ended(): void {
    Atomics.sub(this.#numbers, slot.inFlight, 1);
    Atomics.sub(this.#own, 0, 1);
  }

  sent(bytes: number): void {
    Atomics.add(this.#bytes, 0, BigInt(bytes));
  }

  fileDone(): void {
    Atomics.add(this.#numbers, slot.files, 1);
  }

  #get(index: number): number {
    return Atomics.load(this.#numbers, index);
  }
}

const slot = {
  limit: 0,
  max: 1,
  throttled: 2,
  files: 3,
  inFlight: 4,
  loweredAt: 5,
  threads: 6,
  waiting: 7,
};

/** The limit is stored in thousandths, because it grows by fractions. */
const scale = 1000;

/**
 * Milliseconds of the steady clock in 31 bits. The value wraps around every 24 days, at the cost of
 * at most one lowering.
 */
const toTick = (ms: number): number => Math.floor(ms) & 0x7fffffff;
