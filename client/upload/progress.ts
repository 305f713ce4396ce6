import type { Wait } from '../api/retry.ts';

/**
 * Progress of an upload. `sentBytes` never decreases, even when a part is sent again. `waiting` is
 * set during an outage and says what went wrong and when the next try begins. An upload that waits
 * has not failed.
 */
export type Progress = {
  phase: 'hashing' | 'sending' | 'checking';
  sentBytes: number;
  totalBytes: number;
  waiting?: Wait;
};

/** Adds up the bytes of all requests of one upload, and reports its progress. */
export class Tally {
  readonly #totalBytes: number;
  readonly #tell: ((progress: Progress) => void) | undefined;
  readonly #sent = new Map<number, number>();
  #sum = 0;
  #most = 0;
  #phase: Progress['phase'] = 'hashing';
  #waiting: Wait | undefined;

  constructor(totalBytes: number, tell?: (progress: Progress) => void) {
    this.#totalBytes = totalBytes;
    this.#tell = tell;
  }

  /** Reports the start of a phase. */
  enter(phase: Progress['phase']): void {
    this.#phase = phase;
    this.#waiting = undefined;
    this.#report();
  }

  /** Counts the bytes of one part that were sent, or were there already. */
  sent(partNumber: number, bytes: number): void {
    this.#sum += bytes - (this.#sent.get(partNumber) ?? 0);
    this.#sent.set(partNumber, bytes);
    if (this.#sum <= this.#most) return;
    this.#most = Math.min(this.#sum, this.#totalBytes);
    this.#waiting = undefined;
    this.#report();
  }

  /** Counts the whole file as sent: another tab or process has finished it. */
  sentAll(): void {
    this.#most = this.#totalBytes;
  }

  /** Reports that a request waits for its next try, or with `undefined` that it continues. */
  wait(waiting: Wait | undefined): void {
    if (waiting === this.#waiting) return;
    this.#waiting = waiting;
    this.#report();
  }

  #report(): void {
    const waiting = this.#waiting && { waiting: this.#waiting };
    this.#tell?.({
      phase: this.#phase,
      sentBytes: this.#most,
      totalBytes: this.#totalBytes,
      ...waiting,
    });
  }
}
