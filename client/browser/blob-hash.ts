import type { Wanted } from '../platform.ts';
import { base64 } from '../upload/base64.ts';
import { Crc64Nvme } from '../upload/crc64nvme.ts';
import { Sha256 } from './sha256.ts';
import { wasmBlocks } from './sha256-wasm.ts';

const bufferBytes = 1024 ** 2;

/**
 * Hashes blobs in chunks: SHA-256 of all of them together, CRC-64/NVME of each. Runs in a worker,
 * or on the main thread where workers are forbidden.
 */
export class BlobHash {
  readonly #sha256 = newSha256();
  readonly #reader = new BlobReader();

  /** Reads the next blob. Resolves with its CRC-64/NVME, base64, if that is wanted. */
  async add(blob: Blob, wanted: Wanted): Promise<string | undefined> {
    const crc = wanted.crc ? new Crc64Nvme() : undefined;
    const read = this.#reader.open(blob);
    for (let { value, done } = await read(); !done; { value, done } = await read()) {
      if (!value) continue;
      if (wanted.sha256) this.#sha256.update(value);
      crc?.update(value);
    }
    return crc && base64(crc.digest());
  }

  /** SHA-256 of all blobs so far, base64. */
  digest(): string {
    return base64(this.#sha256.digest());
  }
}

/** Falls back to JavaScript where the page's policy forbids WebAssembly. */
const newSha256 = (): Sha256 => {
  try {
    return new Sha256(wasmBlocks);
  } catch {
    return new Sha256();
  }
};

type Read = { value?: Uint8Array<ArrayBuffer> | undefined; done: boolean };

/**
 * Reads blobs one after the other into one buffer. A new buffer per read would pile up to a
 * gigabyte, because browsers collect garbage late.
 */
class BlobReader {
  #buffer = new ArrayBuffer(bufferBytes);

  /** Safari before version 26 has no readers that fill a given buffer, and allocates new ones. */
  open(blob: Blob): () => Promise<Read> {
    const stream = blob.stream();
    try {
      const reader = stream.getReader({ mode: 'byob' });
      return async () => {
        const read = await reader.read(new Uint8Array(this.#buffer));
        if (read.value) this.#buffer = read.value.buffer;
        return read;
      };
    } catch {
      const reader = stream.getReader();
      return () => reader.read();
    }
  }
}
