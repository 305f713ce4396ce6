import type { Run } from '../../../core/orders/model/order.ts';
import type { Migrations, Start } from '../../../core/orders/ports.ts';

/** Remembers what was started; runs until a test says it ended. */
export class MemoryMigrations implements Migrations {
  readonly started: Run[] = [];
  readonly #running = new Set<string>();

  async start(run: Run): Promise<Start> {
    if (this.started.some(({ runId }) => runId === run.runId))
      return this.#running.has(run.runId) ? 'begun' : 'taken';
    this.started.push({ ...run });
    this.#running.add(run.runId);
    return 'begun';
  }

  async isRunning(runId: string): Promise<boolean> {
    return this.#running.has(runId);
  }

  /** For tests: the execution is over, however it ended. */
  end(runId: string): void {
    this.#running.delete(runId);
  }
}
