/** The reflected CRC-64/NVME polynomial in two halves: BigInt is 100 times slower. */
const polynomialHigh = 0x9a6c9329;
const polynomialLow = 0xac4bc9b5;

/**
 * Tables for eight bytes at a time. Entry `table * 256 + byte` is the remainder of that byte
 * followed by `table` zero bytes.
 */
const highs = new Int32Array(8 * 256);
const lows = new Int32Array(8 * 256);

const fillFirst = (): void => {
  for (let byte = 0; byte < 256; byte += 1) {
    let high = 0;
    let low = byte;
    for (let bit = 0; bit < 8; bit += 1) {
      const carry = low & 1;
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      if (carry) {
        high ^= polynomialHigh;
        low ^= polynomialLow;
      }
    }
    highs[byte] = high;
    lows[byte] = low;
  }
};

const fillRest = (): void => {
  for (let index = 256; index < 8 * 256; index += 1) {
    const high = highs[index - 256] as number;
    const low = lows[index - 256] as number;
    const next = low & 0xff;
    lows[index] = ((low >>> 8) | (high << 24)) ^ (lows[next] as number);
    highs[index] = (high >>> 8) ^ (highs[next] as number);
  }
};

fillFirst();
fillRest();

/** CRC-64/NVME of bytes that are added in pieces. */
export class Crc64Nvme {
  #high = -1;
  #low = -1;

  /** Adds bytes: aligned words eight bytes at a time, the bytes before and after one by one. */
  update(bytes: Uint8Array): this {
    const start = Math.min(bytes.length, -bytes.byteOffset & 3);
    const words = Math.floor((bytes.length - start) / 8) * 2;
    this.#updateBytes(bytes, 0, start);
    if (words > 0) this.#updateWords(new Int32Array(bytes.buffer, bytes.byteOffset + start, words));
    this.#updateBytes(bytes, start + words * 4, bytes.length);
    return this;
  }

  /** The eight bytes S3 compares, most significant first. */
  digest(): Uint8Array<ArrayBuffer> {
    const view = new DataView(new ArrayBuffer(8));
    view.setInt32(0, ~this.#high);
    view.setInt32(4, ~this.#low);
    return new Uint8Array(view.buffer);
  }

  /**
   * Eight bytes a turn, each through the table for its position. Assumes little-endian words, like
   * every platform with a JavaScript engine.
   */
  #updateWords(words: Int32Array): void {
    let high = this.#high;
    let low = this.#low;
    for (let at = 0; at < words.length; at += 2) {
      const a = low ^ (words[at] as number);
      const b = high ^ (words[at + 1] as number);
      const i0 = 1792 + (a & 0xff);
      const i1 = 1536 + ((a >>> 8) & 0xff);
      const i2 = 1280 + ((a >>> 16) & 0xff);
      const i3 = 1024 + (a >>> 24);
      const i4 = 768 + (b & 0xff);
      const i5 = 512 + ((b >>> 8) & 0xff);
      const i6 = 256 + ((b >>> 16) & 0xff);
      const i7 = b >>> 24;
      low = fold(lows, i0, i1, i2, i3) ^ fold(lows, i4, i5, i6, i7);
      high = fold(highs, i0, i1, i2, i3) ^ fold(highs, i4, i5, i6, i7);
    }
    this.#high = high;
    this.#low = low;
  }

  #updateBytes(bytes: Uint8Array, start: number, end: number): void {
    for (let at = start; at < end; at += 1) {
      const index = (this.#low ^ (bytes[at] as number)) & 0xff;
      this.#low = ((this.#low >>> 8) | (this.#high << 24)) ^ (lows[index] as number);
      this.#high = (this.#high >>> 8) ^ (highs[index] as number);
    }
  }
}

const fold = (table: Int32Array, a: number, b: number, c: number, d: number): number =>
  (table[a] as number) ^ (table[b] as number) ^ (table[c] as number) ^ (table[d] as number);
