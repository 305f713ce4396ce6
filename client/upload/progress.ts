/** How far an upload is. `sentBytes` never goes back, also when a part is sent again. */
export type Progress = { phase: 'hashing' | 'sending' | 'checking'; sentBytes: number; totalBytes: number };

/** Adds up what every request has sent. */
export class Tally {
  readonly #totalBytes: number;
  readonly #tell: ((progress: Progress) => void) | undefined;
  readonly #sent = new Map<number, number>();
  #sum = 0;
  #most = 0;
  #phase: Progress['phase'] = 'hashing';

  constructor(totalBytes: number, tell?: (progress: Progress) => void) {
    this.#totalBytes = totalBytes;
    this.#tell = tell;
  }

  /** A new phase begins. */
  enter(phase: Progress['phase']): void {
    this.#phase = phase;
    this.#report();
  }

  /** So much of this part has gone out (or is there already). */
  sent(partNumber: number, bytes: number): void {
    this.#sum += bytes - (this.#sent.get(partNumber) ?? 0);
    this.#sent.set(partNumber, bytes);
    if (this.#sum <= this.#most) return;
    this.#most = Math.min(this.#sum, this.#totalBytes);
    this.#report();
  }

  #report(): void {
    this.#tell?.({ phase: this.#phase, sentBytes: this.#most, totalBytes: this.#totalBytes });
  }
}
