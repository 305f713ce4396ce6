import type { Bandwidth } from '../engine/bandwidth.ts';
import type { OpenSource } from './open-source.ts';

/**
 * A file that is read no faster than the limit of bandwidth lets: for files of the network that are
 * not sent on, because what is sent is paced already. Closed by whoever opened the source.
 */
export const paced = (source: OpenSource, bandwidth: Bandwidth | undefined): OpenSource =>
  bandwidth === undefined || source.rereadable ? source : new PacedSource(source, bandwidth);

class PacedSource implements OpenSource {
  readonly rereadable = false;
  readonly sizeBytes: number | undefined;
  readonly modifiedMs: number | undefined;
  readonly etag: string | undefined;
  readonly properties: OpenSource['properties'];
  readonly #source: OpenSource;
  readonly #bandwidth: Bandwidth;

  constructor(source: OpenSource, bandwidth: Bandwidth) {
    this.sizeBytes = source.sizeBytes;
    this.modifiedMs = source.modifiedMs;
    this.etag = source.etag;
    this.properties = source.properties;
    this.#source = source;
    this.#bandwidth = bandwidth;
  }

  async read(target: Uint8Array, position: number): Promise<number> {
    let filled = 0;
    while (filled < target.length) {
      const slice = target.subarray(filled, filled + this.#bandwidth.sliceBytes);
      const bytes = await this.#source.read(slice, position + filled);
      await this.#bandwidth.take(bytes);
      filled += bytes;
      if (bytes < slice.length) break;
    }
    return filled;
  }

  unchanged(): boolean | Promise<boolean> {
    return this.#source.unchanged();
  }

  close(): void {
    this.#source.close();
  }
}
