import type { BulkRuns } from '../../../core/bulk/ports.ts';

type Run = Parameters<BulkRuns['start']>[0];

/** Remembers what was started; runs until a test says it ended. */
export class MemoryBulkRuns implements BulkRuns {
  readonly started: Run[] = [];
  readonly #running = new Set<string>();

  async start(run: Run): Promise<boolean> {
    if (this.started.some(({ runId }) => runId === run.runId)) return this.#running.has(run.runId);
    this.started.push({ ...run });
    this.#running.add(run.runId);
    return true;
  }

  /** For tests: the execution is over, however it ended. */
  end(runId: string): void {
    this.#running.delete(runId);
  }
}
