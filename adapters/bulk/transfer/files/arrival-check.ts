import { createHash } from 'node:crypto';
import { TransientFault } from '../../../../core/errors.ts';
import type { KeptChecksums } from '../../sources/object-storage/object-facts.ts';

/** The polynomial of CRC-32C, reflected. */
const castagnoli = 0x82f63b78;

type Sum = { name: string; update: (bytes: Uint8Array) => unknown; base64: () => string };

const md5Sum = (): Sum => {
  const hash = createHash('md5');
  const update = (bytes: Uint8Array) => hash.update(bytes);
  return { name: 'MD5', update, base64: () => hash.digest('base64') };
};

/** Loaded for objects without an MD5 only: those that were composed, at Google. */
const crc32cSum = async (): Promise<Sum> => {
  const { createCRC32 } = await import('hash-wasm');
  const hash = await createCRC32(castagnoli);
  hash.init();
  const update = (bytes: Uint8Array) => hash.update(bytes);
  const base64 = () => Buffer.from(hash.digest('hex'), 'hex').toString('base64');
  return { name: 'CRC32C', update, base64 };
};

/** Compares the bytes of an object, as they arrive, with the checksum that its storage keeps. */
export class ArrivalCheck {
  readonly #sum: Sum;
  readonly #kept: string;
  #hashed = 0;
  #found: string | undefined;

  /** `undefined` if the storage keeps none. */
  static async of({ md5, crc32c }: KeptChecksums = {}): Promise<ArrivalCheck | undefined> {
    if (md5 !== undefined) return new ArrivalCheck(md5Sum(), md5);
    return crc32c === undefined ? undefined : new ArrivalCheck(await crc32cSum(), crc32c);
  }

  private constructor(sum: Sum, kept: string) {
    this.#sum = sum;
    this.#kept = kept;
  }

  /** Takes bytes from front to end. Bytes that come a second time are passed over. */
  take(bytes: Uint8Array, position: number): void {
    const known = this.#hashed - position;
    if (known < 0 || known >= bytes.length) return;
    this.#sum.update(bytes.subarray(known));
    this.#hashed = position + bytes.length;
  }

  /** Throws `TransientFault` if all bytes of the object came, and other ones than are kept. */
  assertSame(sizeBytes: number | undefined): void {
    if (this.#hashed !== sizeBytes) return;
    this.#found ??= this.#sum.base64();
    if (this.#found !== this.#kept)
      throw new TransientFault(
        `The bytes that arrived have another ${this.#sum.name} than the source's storage keeps. ` +
          'Try again later.',
      );
  }
}
