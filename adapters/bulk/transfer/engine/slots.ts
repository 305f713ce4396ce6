import type { SharedLimit } from './shared-limit.ts';

/** This thread's share of the shared limit. */
export class Slots {
  readonly #limit: SharedLimit;
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  constructor(limit: SharedLimit) {
    this.#limit = limit;
  }

  /** At least one slot: a thread without any would never notice a raised limit. */
  get share(): number {
    return Math.max(1, Math.ceil(this.#limit.concurrency / this.#limit.threads));
  }

  /** A promise only when there is something to wait for. */
  take(): Promise<void> | undefined {
    if (this.#takeNow()) return undefined;
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Calls back with a slot: now, or when one is free. */
  takeThen(onSlot: () => void): void {
    if (this.#takeNow()) onSlot();
    else this.#waiting.push(onSlot);
  }

  give(): void {
    this.#taken -= 1;
    while (this.#waiting.length > 0 && this.#taken < this.share) {
      this.#taken += 1;
      this.#waiting.shift()?.();
    }
  }

  #takeNow(): boolean {
    if (this.#taken >= this.share || this.#waiting.length > 0) return false;
    this.#taken += 1;
    return true;
  }
}
