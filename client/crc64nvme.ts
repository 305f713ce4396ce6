/** Reflected CRC-64/NVME polynomial, as two halves: 64-bit integers would be BigInts, a hundred times slower. */
const polynomialHigh = 0x9a6c9329;
const polynomialLow = 0xac4bc9b5;

/** Tables for eight bytes at a time: entry `table * 256 + byte` is the remainder of that byte followed by `table` zero bytes. */
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

/** CRC-64/NVME of bytes that come in pieces. */
export class Crc64Nvme {
  #high = -1;
  #low = -1;

  /** Takes the next bytes. */
  update(bytes: Uint8Array): this {
    let high = this.#high;
    let low = this.#low;
    let at = 0;
    for (const last = bytes.length - 8; at <= last; at += 8) {
      const a = low ^ byte4(bytes, at);
      const b = high ^ byte4(bytes, at + 4);
      const i0 = 1792 + (a & 0xff);
      const i1 = 1536 + ((a >>> 8) & 0xff);
      const i2 = 1280 + ((a >>> 16) & 0xff);
      const i3 = 1024 + (a >>> 24);
      const i4 = 768 + (b & 0xff);
      const i5 = 512 + ((b >>> 8) & 0xff);
      const i6 = 256 + ((b >>> 16) & 0xff);
      const i7 = b >>> 24;
      low =
        (lows[i0] as number) ^
        (lows[i1] as number) ^
        (lows[i2] as number) ^
        (lows[i3] as number) ^
        (lows[i4] as number) ^
        (lows[i5] as number) ^
        (lows[i6] as number) ^
        (lows[i7] as number);
      high =
        (highs[i0] as number) ^
        (highs[i1] as number) ^
        (highs[i2] as number) ^
        (highs[i3] as number) ^
        (highs[i4] as number) ^
        (highs[i5] as number) ^
        (highs[i6] as number) ^
        (highs[i7] as number);
    }
    for (; at < bytes.length; at += 1) {
      const index = (low ^ (bytes[at] as number)) & 0xff;
      low = ((low >>> 8) | (high << 24)) ^ (lows[index] as number);
      high = (high >>> 8) ^ (highs[index] as number);
    }
    this.#high = high;
    this.#low = low;
    return this;
  }

  /** The eight bytes S3 compares, most significant first. */
  digest(): Uint8Array<ArrayBuffer> {
    const view = new DataView(new ArrayBuffer(8));
    view.setInt32(0, ~this.#high);
    view.setInt32(4, ~this.#low);
    return new Uint8Array(view.buffer);
  }
}

const byte4 = (bytes: Uint8Array, at: number): number =>
  (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24);
