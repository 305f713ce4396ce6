import { sha256 } from '@noble/hashes/sha2.js';
import { base64 } from '../base64.ts';
import { Crc64Nvme } from '../crc64nvme.ts';

/** Small enough to leave a main thread room to breathe, large enough not to be slow. */
const sliceBytes = 1024 ** 2;

/** Hashes blobs in slices: SHA-256 of all of them, CRC-64/NVME of each. Runs in a worker, or where there is none on the main thread. */
export class BlobHash {
  readonly #sha256 = sha256.create();

  /** Reads the next blob. */
  async add(blob: Blob, withCrc: boolean): Promise<string | undefined> {
    const crc = withCrc ? new Crc64Nvme() : undefined;
    for (let start = 0; start < blob.size; start += sliceBytes) {
      const bytes = new Uint8Array(await blob.slice(start, start + sliceBytes).arrayBuffer());
      this.#sha256.update(bytes);
      crc?.update(bytes);
    }
    return crc && base64(crc.digest());
  }

  /** SHA-256 of everything so far. */
  digest(): string {
    return base64(this.#sha256.digest());
  }
}
