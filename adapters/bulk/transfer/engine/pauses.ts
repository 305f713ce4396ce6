import { Interrupted } from './outage.ts';

type Sleep = (ms: number) => Promise<unknown>;

/** Pauses between tries that end at once when the pass is to end. */
export class Pauses {
  readonly #sleep: Sleep;
  readonly #wake = new Set<() => void>();
  #interrupted = false;

  constructor(sleep: Sleep) {
    this.#sleep = sleep;
  }

  /** Throws `Interrupted` when the pass is to end. */
  async pause(ms: number): Promise<void> {
    if (this.#interrupted) throw new Interrupted();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake.add(resolve);
    try {
      await Promise.race([this.#sleep(ms), promise]);
    } finally {
      this.#wake.delete(resolve);
    }
    if (this.#interrupted) throw new Interrupted();
  }

  interrupt(): void {
    this.#interrupted = true;
    for (const wake of this.#wake) wake();
  }

  /** another pass begins. */
  allow(): void {
    this.#interrupted = false;
  }
}
