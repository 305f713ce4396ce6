import { MemoryMigrations } from '../../fakes/orders/memory-migrations.ts';
import { describeMigrations } from './describe-migrations.ts';

describeMigrations('MemoryMigrations', async () => {
  const migrations = new MemoryMigrations();
  return { migrations, end: async (runId) => migrations.end(runId) };
});
