import { abortable } from '../api/abortable.ts';

/** Lets at most `count` tasks run at once; the others wait their turn. */
export class Limit {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  /**
   * Takes a place, and waits for one if none is free. The caller gives it back with `release`.
   * Rejects with the signal's reason.
   */
  async take(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.#free > 0) this.#free -= 1;
    else await this.#waitForPlace(signal);
  }

  /** Gives the place to the task that has waited longest. */
  release(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }

  /** Runs a task in a free slot. A task that only waits for the server may `leave` early. */
  async run<T>(task: (leave: () => void) => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.take(signal);
    let isIn = true;
    const leave = () => {
      if (isIn) this.release();
      isIn = false;
    };
    try {
      return await task(leave);
    } finally {
      leave();
    }
  }

  #waitForPlace(signal: AbortSignal | undefined): Promise<void> {
    return abortable(signal, (enter) => {
      this.#waiting.push(enter);
      return () => void this.#waiting.splice(this.#waiting.indexOf(enter), 1);
    });
  }
}
