import type { Lease } from '../../../core/bulk/model/batch.ts';
import { AttemptSuperseded } from '../../../core/errors.ts';
import type { Clock } from '../../../core/shared/ports.ts';
import type { SqliteJournal } from './sqlite-journal.ts';

/** Leases of batches: the fence grows with every new holder. */
export class SqliteLeases {
  readonly #journal: SqliteJournal;
  readonly #clock: Clock;

  constructor(journal: SqliteJournal, clock: Clock) {
    this.#journal = journal;
    this.#clock = clock;
  }

  /** Takes or renews a lease; `undefined` while another holder's is valid. */
  take(batchId: string, holder: string, seconds: number): Lease | undefined {
    const now = this.#clock.now();
    const expiresAt = new Date(now.getTime() + seconds * 1000).toISOString();
    const take = this.#journal.prepared(
      `UPDATE batches SET fence = fence + (holder IS NOT ?1), holder = ?1, expires_at = ?2
         WHERE batch_id = ?3 AND (holder IS NULL OR holder = ?1 OR expires_at <= ?4)
         RETURNING fence`,
    );
    const row = this.#journal.transaction(() =>
      take.get(holder, expiresAt, batchId, now.toISOString()),
    );
    return row && { holder, fence: Number(row.fence), expiresAt };
  }

  free(batchId: string, { fence }: Lease): void {
    const free = this.#journal.prepared(
      'UPDATE batches SET holder = NULL, expires_at = NULL WHERE batch_id = ? AND fence = ?',
    );
    this.#journal.transaction(() => free.run(batchId, fence));
  }

  /** Works in one transaction. Throws `AttemptSuperseded` once another process holds the lease. */
  under<Answer>(batchId: string, { fence }: Lease, work: () => Answer): Answer {
    return this.#journal.transaction(() => {
      const row = this.#journal
        .prepared('SELECT holder, fence FROM batches WHERE batch_id = ?')
        .get(batchId);
      if (row?.fence !== fence || row.holder === null)
        throw new AttemptSuperseded(`Somebody else holds batch ${batchId} by now.`, {
          context: { batchId },
        });
      return work();
    });
  }
}
