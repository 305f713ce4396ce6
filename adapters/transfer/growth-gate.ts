/** Larger bodies take long because they are large. */
const smallBytes = 131_072;
const samples = 50;
const tolerated = 1.5;

/**
 * Whether more requests at once would bring anything: not when answers already take half again as long as at the beginning, because then they
 * wait for each other on this machine or the other.
 */
export class GrowthGate {
  #average = 0;
  #first = 0;
  #seen = 0;

  /** Takes how long an answer took. */
  lets(ms: number, bytes: number): boolean {
    if (bytes > smallBytes) return this.#seen === 0;
    this.#seen += 1;
    this.#average += (ms - this.#average) / Math.min(this.#seen, samples);
    if (this.#seen <= samples) {
      this.#first = this.#average;
      return false;
    }
    return this.#average <= this.#first * tolerated;
  }
}
