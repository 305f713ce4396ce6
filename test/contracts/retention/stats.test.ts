import { MemoryStats } from '../../fakes/retention/memory-stats.ts';
import { describeStats } from './describe-stats.ts';

describeStats('MemoryStats', () => {
  const stats = new MemoryStats();
  return { stats, reserved: async (counter) => stats.quotas.of(counter) };
});
