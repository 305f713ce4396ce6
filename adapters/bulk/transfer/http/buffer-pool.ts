/**
 * Free bytes before every body: a head and its body leave in one write. Heads are about 1 KiB, with
 * long keys and metadata 4.
 */
export const headRoom = 4_096;

const classes = [16, 64, 256, 1024, 4096, 8192, 16_384].map((kibibytes) => kibibytes * 1024);

/** Buffers that are used again and again, together never more than the budget. */
export class BufferPool {
  readonly #budget: number;
  readonly #free: Buffer[] = [];
  readonly #waiting: { size: number; resolve: (buffer: Buffer) => void }[] = [];
  /** Bytes of all buffers, free ones too. */
  #held = 0;
  #inUse = 0;

  constructor(budgetBytes: number) {
    this.#budget = budgetBytes;
  }

  /**
   * A buffer for that many bytes after the head room; waits while the budget is used up. Alone,
   * even a larger one is given.
   */
  take(bytes: number): Buffer | Promise<Buffer> {
    const size = sizeFor(bytes) + headRoom;
    const buffer = this.takeNow(bytes);
    return buffer ?? new Promise((resolve) => this.#waiting.push({ size, resolve }));
  }

  /** A buffer as `take` gives it; `undefined` while the budget is used up. */
  takeNow(bytes: number): Buffer | undefined {
    return this.#waiting.length === 0 ? this.#get(sizeFor(bytes) + headRoom) : undefined;
  }

  give(buffer: Buffer): void {
    this.#inUse -= 1;
    this.#free.push(buffer);
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      const found = this.#get(next.size);
      if (!found) return;
      this.#waiting.shift();
      next.resolve(found);
    }
  }

  #get(size: number): Buffer | undefined {
    const buffer = this.#reuse(size) ?? this.#make(size);
    if (buffer) this.#inUse += 1;
    return buffer;
  }

  #reuse(size: number): Buffer | undefined {
    const at = this.#free.findLastIndex((buffer) => buffer.length === size);
    return at < 0 ? undefined : this.#free.splice(at, 1)[0];
  }

  #make(size: number): Buffer | undefined {
    while (this.#held + size > this.#budget && this.#free.length > 0)
      this.#held -= this.#free.shift()?.length ?? 0;
    if (this.#held + size > this.#budget && this.#inUse > 0) return undefined;
    this.#held += size;
    // Not from Node's pool, and not zeroed: every byte is written before it is sent.
    return Buffer.allocUnsafeSlow(size);
  }
}

const sizeFor = (bytes: number): number => classes.find((size) => size >= bytes) ?? bytes;
