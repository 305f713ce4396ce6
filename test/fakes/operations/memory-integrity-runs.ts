import { StaleRecord } from '../../../core/errors.ts';
import { type IntegrityRun, weekOf } from '../../../core/operations/model/integrity-run.ts';
import type { IntegrityRuns } from '../../../core/operations/ports.ts';

/** Runs in a map, by their week. Values are copied in and out. */
export class MemoryIntegrityRuns implements IntegrityRuns {
  readonly #runs = new Map<string, IntegrityRun>();

  async list(limit: number): Promise<IntegrityRun[]> {
    const newestFirst = [...this.#runs.values()].sort((a, b) =>
      a.startedAt < b.startedAt ? 1 : -1,
    );
    return structuredClone(newestFirst.slice(0, limit));
  }

  async save(run: IntegrityRun): Promise<IntegrityRun> {
    const week = weekOf(run.startedAt);
    if ((this.#runs.get(week)?.revision ?? 0) !== run.revision)
      throw new StaleRecord(`The run of ${run.startedAt} changed.`);
    const next = { ...run, revision: run.revision + 1 };
    this.#runs.set(week, structuredClone(next));
    return next;
  }
}
