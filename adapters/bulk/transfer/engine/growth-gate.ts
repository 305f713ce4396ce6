/** Larger bodies take long because they are large. */
const smallBytes = 131_072;
const windowSize = 64;
const tolerated = 1.5;

/**
 * Whether more requests at once would bring anything: not when answers take half again as long as
 * they once did, because then they already wait for each other on this machine or the other.
 */
export class GrowthGate {
  #sum = 0;
  #seen = 0;
  #best = Number.POSITIVE_INFINITY;
  #open = false;

  /** Takes how long an answer took, and how large its request was. */
  lets(ms: number, bytes: number): boolean {
    if (bytes <= smallBytes) this.#add(ms);
    return this.#open;
  }

  /** Averages over windows. The first one includes opening connections and is soon beaten. */
  #add(ms: number): void {
    this.#sum += ms;
    this.#seen += 1;
    if (this.#seen < windowSize) return;
    const average = this.#sum / windowSize;
    this.#best = Math.min(this.#best, average);
    this.#open = average <= this.#best * tolerated;
    this.#sum = 0;
    this.#seen = 0;
  }
}
