import type { Batch } from '../../core/bulk/model/batch.ts';
import { hasDied } from './holder.ts';

/** `abandoned`: the batch's state says `running`, and no runner holds it. */
export type Movement = 'moving' | 'abandoned' | 'still';

/** Between two turns of a stage's functions, the batch has no holder for a moment. */
const unheldMs = 30_000;

/** Tells batches with a runner from batches whose runner died. */
export class RunnerWatch {
  readonly #now: () => number;
  /** The times at which batches were first seen without a holder. */
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
