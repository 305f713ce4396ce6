import type { SniffedFile } from '../../core/uploads/ports.ts';

/** Size of one request: the parts of a header that a format points to lie close together. */
const blockBytes = 64 * 1024;

/** 2 MiB in all. A file that needs more to be recognised is judged by its first bytes. */
const maxBlocks = 32;

/** The part of `Blob` that `file-type` uses. */
type BlobPart = { arrayBuffer(): Promise<ArrayBuffer> };

/** A stored file as a `Blob`: reads blocks on demand, each once, `maxBlocks` at most. */
export class RangedBlob {
  readonly size: number;
  readonly type = '';
  /** Why storage could not be read; a parser may have swallowed it. */
  failure: unknown;
  readonly #file: SniffedFile;
  readonly #blocks = new Map<number, Promise<Uint8Array>>();

  constructor(file: SniffedFile) {
    this.size = file.sizeBytes;
    this.#file = file;
  }

  slice(start: number, end: number): BlobPart {
    return {
      arrayBuffer: async () =>
        Uint8Array.from(await this.#read(start, Math.min(end, this.size))).buffer,
    };
  }

  /** The block's rest from its first byte that is not zero; nothing if zeros go on for too long. */
  async behindZeros(): Promise<Uint8Array> {
    for (let block = 0; block < maxBlocks && block * blockBytes < this.size; block += 1) {
      const bytes = await this.#block(block);
      const start = bytes.findIndex((byte) => byte !== 0);
      if (start !== -1) return bytes.subarray(start);
    }
    return new Uint8Array();
  }

  async #read(start: number, end: number): Promise<Uint8Array> {
    if (end <= this.#file.firstBytes.length) return this.#file.firstBytes.subarray(start, end);
    const chunks: Uint8Array[] = [];
    for (let offset = start; offset < end; ) {
      const block = Math.floor(offset / blockBytes);
      const blockEnd = Math.min(end, (block + 1) * blockBytes);
      const bytes = await this.#block(block);
      chunks.push(bytes.subarray(offset - block * blockBytes, blockEnd - block * blockBytes));
      offset = blockEnd;
    }
    return Buffer.concat(chunks);
  }

  async #block(block: number): Promise<Uint8Array> {
    const known = this.#blocks.get(block);
    if (known) return known;
    if (this.#blocks.size >= maxBlocks)
      throw new Error(`The type cannot be told from ${maxBlocks * blockBytes} bytes of the file.`);
    const bytes = this.#file.bytesAt({ offsetBytes: block * blockBytes, count: blockBytes });
    this.#blocks.set(block, bytes);
    try {
      return await bytes;
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }
}
