/** The first 64 primes. The fractions of their roots are the constants of SHA-256. */
const primes: number[] = [];
for (let n = 2; primes.length < 64; n += 1)
  if (primes.every((prime) => n % prime !== 0)) primes.push(n);

const fraction = (root: number): number => (root % 1) * 2 ** 32;

/** One for each round. */
export const constants = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));

const blockBytes = 64;

/** The padding after the last byte: one bit, zeros, and the length in bits, to the block's end. */
export const padding = (sizeBytes: number): Uint8Array<ArrayBuffer> => {
  const bits = sizeBytes * 8;
  const end = new DataView(new ArrayBuffer(blockBytes + 8 - ((sizeBytes + 8) % blockBytes)));
  end.setUint8(0, 0x80);
  end.setUint32(end.byteLength - 8, bits / 2 ** 32);
  end.setUint32(end.byteLength - 4, bits);
  return new Uint8Array(end.buffer);
};

/** SHA-256 of bytes that are added in pieces, because a browser's own takes whole files only. */
export class Sha256 {
  readonly #state = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
  /** Bytes that do not fill a block yet. */
  readonly #rest = new Uint8Array(blockBytes);
  readonly #blocks: (bytes: Uint8Array) => void;
  #sizeBytes = 0;

  /** `blocks` makes a function that hashes whole blocks into the given state. */
  constructor(blocks: (state: Int32Array) => (bytes: Uint8Array) => void = scriptBlocks) {
    this.#blocks = blocks(this.#state);
  }

  /** Adds the next bytes. */
  update(bytes: Uint8Array): this {
    const kept = this.#sizeBytes % blockBytes;
    this.#sizeBytes += bytes.length;
    const first = bytes.subarray(0, kept > 0 ? blockBytes - kept : 0);
    this.#rest.set(first, kept);
    if (kept + first.length === blockBytes) this.#blocks(this.#rest);
    else if (kept > 0) return this;
    const whole = bytes.length - ((bytes.length - first.length) % blockBytes);
    this.#blocks(bytes.subarray(first.length, whole));
    this.#rest.set(bytes.subarray(whole));
    return this;
  }

  /** The 32 bytes of the hash. No bytes can be added afterwards. */
  digest(): Uint8Array<ArrayBuffer> {
    this.update(padding(this.#sizeBytes));
    const digest = new DataView(new ArrayBuffer(32));
    this.#state.forEach((word, index) => {
      digest.setInt32(index * 4, word);
    });
    return new Uint8Array(digest.buffer);
  }
}

/** Hashes blocks in JavaScript: one loop over numbers, which engines compile well. */
const scriptBlocks = (state: Int32Array): ((bytes: Uint8Array) => void) => {
  const words = new Int32Array(64);
  return (bytes) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = 0; at < bytes.length; at += blockBytes) {
      expandBlock(view, at, words);
      compress(state, words);
    }
  };
};

/** Expands a block's 16 words to the 64 of the message schedule. */
const expandBlock = (view: DataView, at: number, words: Int32Array): void => {
  for (let i = 0; i < 16; i += 1) words[i] = view.getInt32(at + i * 4);
  for (let i = 16; i < 64; i += 1) {
    const x = words[i - 15] as number;
    const y = words[i - 2] as number;
    const mixed =
      (rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3)) + (rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10));
    words[i] = (words[i - 16] as number) + (words[i - 7] as number) + mixed;
  }
};

const rotate = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits));

/** The 64 rounds. Local numbers only, without allocation: this loop takes all the time. */
const compress = (state: Int32Array, words: Int32Array): void => {
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  let e = state[4] as number;
  let f = state[5] as number;
  let g = state[6] as number;
  let h = state[7] as number;
  for (let i = 0; i < 64; i += 1) {
    const mixed = (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + (g ^ (e & (f ^ g)));
    const next = (h + mixed + (constants[i] as number) + (words[i] as number)) | 0;
    const other = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) | (c & (a | b)));
    h = g;
    g = f;
    f = e;
    e = (d + next) | 0;
    d = c;
    c = b;
    b = a;
    a = (next + other) | 0;
  }
  addTo(state, 0, a);
  addTo(state, 1, b);
  addTo(state, 2, c);
  addTo(state, 3, d);
  addTo(state, 4, e);
  addTo(state, 5, f);
  addTo(state, 6, g);
  addTo(state, 7, h);
};

const addTo = (state: Int32Array, index: number, word: number): void => {
  state[index] = (state[index] as number) + word;
};
