/** Deletes uploads on the server, beside the work that goes on. */
export class Deletions {
  readonly #deleteUpload: (uploadId: string) => Promise<void>;
  readonly #running = new Set<Promise<void>>();

  constructor(deleteUpload: (uploadId: string) => Promise<void>) {
    this.#deleteUpload = deleteUpload;
  }

  /** Starts to delete an upload. Failing to is ignored: the upload expires on the server. */
  start(uploadId: string): void {
    const deletion: Promise<void> = this.#deleteUpload(uploadId)
      .catch(() => undefined)
      .finally(() => this.#running.delete(deletion));
    this.#running.add(deletion);
  }

  /** Resolves when all deletions have ended, and the quota of their uploads is free again. */
  async waitForAll(): Promise<void> {
    await Promise.all(this.#running);
  }
}
