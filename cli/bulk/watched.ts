import type { Batch } from '../../core/bulk/model/batch.ts';
import { hasDied } from './holder.ts';

/** `abandoned`: its state says that somebody works on it, and nobody does. */
export type Movement = 'moving' | 'abandoned' | 'still';

/** Between two turns of a stage's functions nobody holds the batch for a moment. */
const unheldMs = 30_000;

/** Tells batches that somebody works on from those whose runner ended without a word. */
export class Watched {
  readonly #now: () => number;
  /** Since when batches have been seen that nobody holds. */
  readonly #unheld = new Map<string, number>();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  movementOf(batch: Pick<Batch, 'batchId' | 'status' | 'lease'>): Movement {
    const { status, lease } = batch;
    const works = status === 'running' || status === 'rolling_back';
    // A dry run leaves its batch pending.
    if (!works && !(status === 'pending' && lease)) return 'still';
    if (this.#isHeld(batch)) return 'moving';
    return works ? 'abandoned' : 'still';
  }

  #isHeld({ batchId, lease }: Pick<Batch, 'batchId' | 'lease'>): boolean {
    const now = this.#now();
    if (lease) {
      this.#unheld.delete(batchId);
      return Date.parse(lease.expiresAt) > now && !hasDied(lease.holder);
    }
    const since = this.#unheld.get(batchId) ?? now;
    this.#unheld.set(batchId, since);
    return now - since < unheldMs;
  }
}
