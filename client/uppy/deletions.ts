/** Deletes uploads that nobody needs, beside the work that goes on. */
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

  /** Resolves when all have ended: what they have freed of the quota can be used again. */
  async end(): Promise<void> {
    await Promise.all(this.#running);
  }
}
