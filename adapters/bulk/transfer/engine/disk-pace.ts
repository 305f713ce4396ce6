/**
 * A read that takes longer than this came from a disk that lets one wait: the thread could have
 * sent something meanwhile.
 */
const slowMs = 3;
const msPerMebibyte = 2;
const readsUntilNextTry = 64;

/**
 * Whether to wait for the disk in the thread itself or beside it. Out of memory, a read in the
 * thread is three times cheaper; on a disk that seeks or a network share it would hold up
 * everything else.
 */
export class DiskPace {
  readonly #pause: number;
  #slowReads = 0;

  /** How many reads run off the thread after a slow one. */
  constructor(pause = readsUntilNextTry) {
    this.#pause = pause;
  }

  /** Whether to wait for the next read beside the thread. Counts it as made. */
  isSlow(): boolean {
    if (this.#slowReads === 0) return false;
    this.#slowReads -= 1;
    return true;
  }

  /** The same, before it is decided to read. Counts nothing. */
  get seemsSlow(): boolean {
    return this.#slowReads > 0;
  }

  /** Records the duration of a read in the thread. */
  note(ms: number, bytes: number): void {
    if (ms > slowMs + (bytes / 2 ** 20) * msPerMebibyte) this.#slowReads = this.#pause;
  }
}
