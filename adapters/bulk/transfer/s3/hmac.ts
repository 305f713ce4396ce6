import { hash } from 'node:crypto';

const blockBytes = 64;

/** A text to sign is a date, a scope and a hash: some 140 bytes. */
const maxTextBytes = 1_024;

/**
 * HMAC-SHA-256 of many short ASCII texts under one key of at most 64 bytes: two one-shot hashes,
 * where `createHmac` sets up a key for every text.
 */
export class Hmac {
  readonly #inner: Buffer;
  readonly #outer: Buffer;

  constructor(key: Buffer) {
    this.#inner = padded(key, 0x36, maxTextBytes);
    this.#outer = padded(key, 0x5c, 32);
  }

  /** Hex. */
  hex(text: string): string {
    if (text.length > maxTextBytes) throw new RangeError('The text to sign is too long.');
    const bytes = this.#inner.write(text, blockBytes, 'latin1');
    hash('sha256', this.#inner.subarray(0, blockBytes + bytes), 'buffer').copy(
      this.#outer,
      blockBytes,
    );
    return hash('sha256', this.#outer, 'hex');
  }
}

const padded = (key: Buffer, pad: number, moreBytes: number): Buffer => {
  const block = Buffer.alloc(blockBytes + moreBytes);
  key.copy(block);
  for (let at = 0; at < blockBytes; at += 1) block[at] = (block[at] ?? 0) ^ pad;
  return block;
};
