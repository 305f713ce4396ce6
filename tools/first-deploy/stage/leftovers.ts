/** One thing this run made, and how to remove it. */
type Leftover = { what: string; remove: () => Promise<unknown> };

/** Everything that a run makes, removed in reverse order after success and failure alike. */
export class Leftovers {
  readonly #list: Leftover[] = [];

  /** Records a resource made or about to be made. `remove` must succeed if it is gone. */
  add(what: string, remove: Leftover['remove']): void {
    this.#list.push({ what, remove });
  }

  /** Removes all of it; returns what could not be removed, and why. */
  async removeAll(): Promise<string[]> {
    const stayed: string[] = [];
    for (let last = this.#list.pop(); last; last = this.#list.pop()) {
      const { what, remove } = last;
      await remove().catch((error: unknown) =>
        stayed.push(`${what} (${error instanceof Error ? error.message : error})`),
      );
    }
    return stayed;
  }
}
