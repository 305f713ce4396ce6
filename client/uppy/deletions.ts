/** Deletes uploads on the server, beside the work that continues. */
export class Deletions {
  readonly #running = new Set<Promise<void>>();

  /** Starts a deletion. Failing to is ignored: the upload expires on the server. */
  start(deleteUpload: () => Promise<void>): void {
    const deletion: Promise<void> = deleteUpload()
      .catch(() => undefined)
      .finally(() => this.#running.delete(deletion));
    this.#running.add(deletion);
  }

  /** Resolves when all deletions have ended, and the quota of their uploads is free again. */
  async waitForAll(): Promise<void> {
    await Promise.all(this.#running);
  }
}
