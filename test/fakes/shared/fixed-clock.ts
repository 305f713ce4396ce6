import type { Clock } from '../../../core/shared/ports.ts';

/** A clock that stands still until a test moves it. */
export class FixedClock implements Clock {
  #now: Date;

  constructor(start: string | Date = '2030-01-01T00:00:00.000Z') {
    this.#now = new Date(start);
  }

  now(): Date {
    return new Date(this.#now);
  }

  set(to: string | Date): void {
    this.#now = new Date(to);
  }

  advance(ms: number): void {
    this.#now = new Date(this.#now.getTime() + ms);
  }
}
