import { describe, expect, it } from '@jest/globals';
import type { Migrations } from '../../../core/orders/ports.ts';
import { freshId } from '../shared/samples.ts';

type Subject = {
  migrations: Migrations /** Ends an execution from outside. */;
  end(runId: string): Promise<void>;
};

/** Contract tests of every runner of the saga. */
export function describeMigrations(name: string, makeSubject: () => Promise<Subject>): void {
  describe(`${name} as Migrations`, () => {
    const newRun = () => {
      const orderId = freshId('ord');
      return { orderId, attempt: 1, runId: `${orderId}-1` };
    };

    it('starts a run and sees it running until it ends', async () => {
      const { migrations, end } = await makeSubject();
      const run = newRun();
      await migrations.start(run);
      expect(await migrations.isRunning(run.runId)).toBe(true);
      await end(run.runId);
      expect(await migrations.isRunning(run.runId)).toBe(false);
    });

    it('does not see a run that never started', async () => {
      const { migrations } = await makeSubject();
      expect(await migrations.isRunning(newRun().runId)).toBe(false);
    });

    it('starts a run once, even after it ended', async () => {
      const { migrations, end } = await makeSubject();
      const run = newRun();
      expect(await migrations.start(run)).toBe('begun');
      await migrations.start(run);
      await end(run.runId);
      expect(await migrations.start(run)).toBe('taken');
      expect(await migrations.isRunning(run.runId)).toBe(false);
    });
  });
}
