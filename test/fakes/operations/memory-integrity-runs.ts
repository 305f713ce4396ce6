import { StaleRecord } from '../../../core/errors.ts';
import type { IntegrityRun } from '../../../core/operations/model/integrity-run.ts';
import type { IntegrityRuns } from '../../../core/operations/ports.ts';

/** Runs in a map. Values are copied in and out. */
export class MemoryIntegrityRuns implements IntegrityRuns {
  readonly #runs = new Map<string, IntegrityRun>();

  async list(limit: number): Promise<IntegrityRun[]> {
    const newestFirst = [...this.#runs.values()].sort((a, b) =>
      a.startedAt < b.startedAt ? 1 : -1,
    );
    return structuredClone(newestFirst.slice(0, limit));
  }

  async save(run: IntegrityRun): Promise<IntegrityRun> {
    if ((this.#runs.get(run.startedAt)?.revision ?? 0) !== run.revision)
      throw new StaleRecord(`The run of ${run.startedAt} changed.`);
    const next = { ...run, revision: run.revision + 1 };
    this.#runs.set(run.startedAt, structuredClone(next));
    return next;
  }
}
