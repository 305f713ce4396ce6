import { bigNumbersAt } from './shared-memory.ts';
import { steadyMicros } from './steady-clock.ts';

/** A limit from a local time of the week on, in minutes since Sunday began; without bytes, none. */
export type BandwidthStep = { fromMinute: number; bytesPerSecond?: number };

/** The limit at a time; before the first step of a week, the last one of the week before. */
export const rateAt = (steps: readonly BandwidthStep[], time: Date): number | undefined => {
  const minute = (time.getDay() * 24 + time.getHours()) * 60 + time.getMinutes();
  const step = steps.findLast(({ fromMinute }) => fromMinute <= minute) ?? steps.at(-1);
  return step?.bytesPerSecond;
};

/** A slower request would be ended by servers that see nothing move. */
const leastPerRequest = 16_384;

/** How many requests at once leave each of them enough of the narrowest limit. */
export const concurrencyWithin = (steps: readonly BandwidthStep[]): number => {
  const rates = steps.map(({ bytesPerSecond = Number.POSITIVE_INFINITY }) => bytesPerSecond);
  return Math.min(32, Math.max(1, Math.floor(Math.min(...rates) / leastPerRequest)));
};

/** Hands out the bytes that all threads together may send. */
export class Bandwidth {
  readonly #steps: readonly BandwidthStep[];
  /** When the next byte may go, in microseconds of the steady clock. */
  readonly #freeAt: BigInt64Array;
  readonly #sleep: (ms: number) => Promise<unknown>;

  constructor(
    steps: readonly BandwidthStep[],
    memory: SharedArrayBuffer,
    sleep: (ms: number) => Promise<unknown>,
  ) {
    this.#steps = steps;
    this.#freeAt = bigNumbersAt(memory, 'bandwidth');
    this.#sleep = sleep;
  }

  /** Waits until this many bytes may be sent. */
  async take(bytes: number): Promise<void> {
    const waitMs = this.#reserve(bytes);
    if (waitMs > 0) await this.#sleep(waitMs);
  }

  /** A body in slices, each sent when its turn comes. */
  slices(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    return sliceInTime(body, this.sliceBytes, (bytes) => this.take(bytes));
  }

  /** Small enough that a slice takes an eighth of a second. */
  get sliceBytes(): number {
    const rate = rateAt(this.#steps, new Date()) ?? Number.POSITIVE_INFINITY;
    return Math.min(65_536, Math.max(1_024, Math.floor(rate / 8)));
  }

  #reserve(bytes: number): number {
    const rate = rateAt(this.#steps, new Date());
    if (rate === undefined) return 0;
    const now = steadyMicros();
    const takes = BigInt(Math.ceil((bytes / rate) * 1_000_000));
    for (;;) {
      const free = Atomics.load(this.#freeAt, 0);
      const begin = free > now ? free : now;
      if (Atomics.compareExchange(this.#freeAt, 0, free, begin + takes) === free)
        return Number((begin + takes - now) / 1_000n);
    }
  }
}

async function* sliceInTime(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  sliceBytes: number,
  take: (bytes: number) => Promise<void>,
): AsyncGenerator<Uint8Array> {
  for await (const piece of body) {
    for (let at = 0; at < piece.length; at += sliceBytes) {
      const slice = piece.subarray(at, at + sliceBytes);
      await take(slice.length);
      yield slice;
    }
  }
}
