import type { PartPlan } from '../api/api-types.ts';
import type { Hasher } from '../platform.ts';

/** One part of a file. */
export const partOf = (file: Blob, partSizeBytes: number, partNumber: number): Blob =>
  file.slice((partNumber - 1) * partSizeBytes, partNumber * partSizeBytes);

/** Reads a file once, beside the sending of its parts, for the parts' checksums and its SHA-256. */
export class FileHashes {
  readonly #hasher: Promise<Hasher>;
  readonly #crcs: Promise<string | undefined>[];

  constructor(hasher: Promise<Hasher>, file: Blob, { partSizeBytes, partCount }: PartPlan) {
    this.#hasher = hasher;
    let last: Promise<unknown> = Promise.resolve();
    this.#crcs = Array.from({ length: partCount }, (_, index) => {
      const crc = last.then(async () =>
        (await hasher).add(partOf(file, partSizeBytes, index + 1), { crc: true, sha256: true }),
      );
      // `crcOf` and `sha256` report this failure to their callers.
      crc.catch(() => undefined);
      last = crc;
      return crc;
    });
  }

  /** Resolves with a part's CRC-64/NVME when the part has been read. */
  async crcOf(partNumber: number): Promise<string | undefined> {
    return this.#crcs[partNumber - 1];
  }

  /** Resolves with the file's SHA-256 when all of it has been read. */
  async sha256(): Promise<string> {
    await Promise.all(this.#crcs);
    return (await this.#hasher).sha256();
  }

  /** Stops reading. */
  close(): void {
    void this.#hasher.then((hasher) => hasher.close());
  }
}
