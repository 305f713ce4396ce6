import type { PartPlan } from '../api/api-types.ts';
import type { Hasher } from '../platform.ts';

/** One part of a file. */
export const partOf = (file: Blob, partSizeBytes: number, partNumber: number): Blob =>
  file.slice((partNumber - 1) * partSizeBytes, partNumber * partSizeBytes);

/**
 * One reading of a file beside the sending of its parts, for the checksums of all of them and the
 * SHA-256.
 */
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
      // Whoever asks for it is told.
      crc.catch(() => undefined);
      last = crc;
      return crc;
    });
  }

  /** CRC-64/NVME of a part, as soon as the reading has got there. */
  async crcOf(partNumber: number): Promise<string | undefined> {
    return this.#crcs[partNumber - 1];
  }

  /** SHA-256 of the file, as soon as it is read. */
  async sha256(): Promise<string> {
    await Promise.all(this.#crcs);
    return (await this.#hasher).sha256();
  }

  /** Stops reading. */
  close(): void {
    void this.#hasher.then((hasher) => hasher.close());
  }
}
