import { rmSync } from 'node:fs';
import { clients, secondJournal } from './clients.ts';
import type { Workload } from './data.ts';
import { ListingServer } from './listing-server.ts';
import { measureOnce } from './measure.ts';
import { progress } from './places.ts';
import type { Target } from './servers.ts';

/** Has everything that the first pass sent, and counts what a second one asks for. */
export async function startHolder(): Promise<Target> {
  const server = new ListingServer();
  const endpoint = await server.start();
  const check = async ({ files }: Workload): Promise<void> => {
    if (server.objects !== files) throw new Error(`${server.objects} objects are there`);
  };
  return {
    endpoint,
    check,
    empty: async () => void (await server.takeAsked()),
    asked: () => server.takeAsked(),
    prepare: async (workload) => {
      const [ours] = clients;
      if (!ours) return;
      progress('first pass, not measured');
      await measureOnce(ours, workload, endpoint);
      await check(workload);
    },
    // It runs in this process.
    cpuMs: () => Number.NaN,
    stop: async () => {
      server.stop();
      for (const suffix of ['', '-wal', '-shm'])
        rmSync(`${secondJournal}${suffix}`, { force: true });
    },
  };
}
