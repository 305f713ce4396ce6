import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { stopAllGroups } from '../../local/emulator/child-groups.ts';
import { measureColdStarts } from '../saga/cold/cold-start.ts';
import { progress } from '../stacks.ts';
import { keepKey } from './cloud-front.ts';
import { report } from './report.ts';
import { type Setting, withSetting } from './setting.ts';
import { subjectsOf } from './subjects.ts';
import { measureWarmCalls, type WarmCalls } from './warm-calls.ts';

const { values } = parseArgs({
  options: {
    /** Few samples, nothing written: to see whether the bench works, not what it measures. */
    quick: { type: 'boolean', default: false },
  },
});
const runs = values.quick ? { calls: 20, coldRuns: 2 } : { calls: 1_000, coldRuns: 15 };
const file = fileURLToPath(new URL('../delivery-results.md', import.meta.url));

const measure = async (setting: Setting): Promise<void> => {
  await keepKey(setting.aws);
  const subjects = subjectsOf(setting);
  progress('measuring warm requests');
  const warm: WarmCalls[] = [];
  for (const subject of subjects) warm.push(await measureWarmCalls(subject, runs.calls));
  progress('measuring cold starts');
  const asked = subjects.map((subject) => ({ ...subject, event: async () => subject.event }));
  const cold = await measureColdStarts(asked, runs.coldRuns, setting.scratch);
  const text = report({ warm, cold, runs });
  process.stdout.write(`${text}\n`);
  if (!values.quick) writeFileSync(file, text);
};

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    void stopAllGroups().then(() => process.exit(130));
  });
await withSetting(measure);
