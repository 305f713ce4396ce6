import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { stopAllGroups } from '../../local/emulator/child-groups.ts';
import { progress, type Stacks, withStacks } from '../stacks.ts';
import { measureApi } from './api-latency.ts';
import { clientThroughput } from './client-throughput.ts';
import { report } from './report.ts';

const { values } = parseArgs({
  options: {
    /** Few samples, nothing written: to see whether the bench works, not what it measures. */
    quick: { type: 'boolean', default: false },
  },
});
const runs = values.quick ? { calls: 20, rounds: 1 } : { calls: 500, rounds: 3 };
const file = fileURLToPath(new URL('../uploads-results.md', import.meta.url));

const measure = async (stacks: Stacks): Promise<void> => {
  progress('measuring POST /uploads');
  const api = await measureApi(stacks, runs.calls);
  progress('measuring clients');
  const clients = await clientThroughput({ rounds: runs.rounds });
  const text = report({ api, clients, runs });
  process.stdout.write(`${text}\n`);
  if (!values.quick) writeFileSync(file, text);
};

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    void stopAllGroups().then(() => process.exit(130));
  });
await withStacks(measure);
