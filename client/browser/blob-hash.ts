import { sha256 } from '@noble/hashes/sha2.js';
import { base64 } from '../base64.ts';
import { Crc64Nvme } from '../crc64nvme.ts';
import type { Wanted } from '../platform.ts';

/** Every read of a file is a round trip to the browser's own process: few and large ones, the next always under way. */
const sliceBytes = 4 * 1024 ** 2;

async function* slices(blob: Blob): AsyncGenerator<Uint8Array> {
  const read = (start: number) => (start < blob.size ? blob.slice(start, start + sliceBytes).arrayBuffer() : undefined);
  let next = read(0);
  for (let start = sliceBytes; next; start += sliceBytes) {
    const bytes = new Uint8Array(await next);
    next = read(start);
    // Whoever stops here has no use for a read that fails later.
    next?.catch(() => undefined);
    yield bytes;
  }
}

/** Hashes blobs in slices: SHA-256 of all of them together, CRC-64/NVME of each. Runs in a worker, or where there is none on the main thread. */
export class BlobHash {
  readonly #sha256 = sha256.create();

  /** Reads the next blob. */
  async add(blob: Blob, wanted: Wanted): Promise<string | undefined> {
    const crc = wanted.crc ? new Crc64Nvme() : undefined;
    for await (const bytes of slices(blob)) {
      if (wanted.sha256) this.#sha256.update(bytes);
      crc?.update(bytes);
    }
    return crc && base64(crc.digest());
  }

  /** SHA-256 of everything so far. */
  digest(): string {
    return base64(this.#sha256.digest());
  }
}
