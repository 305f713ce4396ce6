import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { benchBundle, settingsFileOf } from '../../bench-bundle.ts';
import { plainSteps } from '../../plain-saga/definition.ts';
import { awsEnvironment } from '../cold/cold-report.ts';
import { firstEvents } from '../cold/first-events.ts';
import { median } from '../median.ts';
import type { LambdaUse } from '../order-cost.ts';
import type { Setting } from '../setting.ts';
import { config } from '../world.ts';
import { runAsLambda } from './lambda-process.ts';
import { plainEvents } from './plain-events.ts';

const child = fileURLToPath(new URL('warm-child.mjs', import.meta.url));
const warmups = 2;
const filesPerOrder = 4;

/** How often each function runs for one four-file order. */
const ourRuns = {
  'claim-order': 1,
  'copy-files': 1,
  'verify-files': 1,
  'commit-order': 1,
  announce: 1,
};
const plainRuns = {
  claim: 1,
  copy: filesPerOrder,
  verify: filesPerOrder,
  record: filesPerOrder,
  commit: 1,
  announce: 1,
};

/**
 * Keepsake's functions on the way forward: the deployed bundles, warm, each call over an order of
 * four files in the state it expects.
 */
export const ourHandlerTimes = async (setting: Setting, calls: number): Promise<LambdaUse[]> => {
  const uses: LambdaUse[] = [];
  const events = firstEvents(setting.world);
  for (const [name, runs] of Object.entries(ourRuns)) {
    const { file } = benchBundle(name, setting.scratch, settingsFileOf(config));
    const event = events[name] ?? (async () => ({}));
    uses.push(
      await useOf(
        setting,
        { description: `Keepsake: ${name}`, file, handler: 'handler', event },
        calls,
        runs,
      ),
    );
  }
  return uses;
};

type Warm = { description: string; file: string; handler: string; event: () => Promise<unknown> };

const useOf = async (
  setting: Setting,
  warm: Warm,
  calls: number,
  runs: number,
): Promise<LambdaUse> => ({
  name: warm.description.replace(/^.*: /, ''),
  runs,
  billedMs: Math.ceil(await warmMs(setting, warm, calls)),
  memoryMiB: setting.functions.get(warm.description)?.memoryMiB ?? 0,
});

const warmMs = async (
  { world, functions, scratch }: Setting,
  { description, file, handler, event }: Warm,
  calls: number,
): Promise<number> => {
  const events: unknown[] = [];
  for (let call = 0; call < calls + warmups; call++) events.push(await event());
  const eventsFile = path.join(scratch, 'events.json');
  writeFileSync(eventsFile, JSON.stringify(events));
  const environment = {
    ...functions.get(description)?.environment,
    ...awsEnvironment(world),
    LAMBDA_TASK_ROOT: path.dirname(file),
  };
  const times = await runAsLambda<number[]>(
    [child, pathToFileURL(file).href, handler, eventsFile],
    environment,
  );
  return median(times.slice(warmups));
};

/** The plain saga's functions, measured the same way. */
export const plainHandlerTimes = async (setting: Setting, calls: number): Promise<LambdaUse[]> => {
  const uses: LambdaUse[] = [];
  const events = plainEvents(setting.world);
  for (const step of plainSteps) {
    const warm = {
      description: `Plain saga: ${step}`,
      file: setting.plain.bundleFile,
      handler: step,
      event: events[step],
    };
    uses.push(await useOf(setting, warm, calls, plainRuns[step]));
  }
  return uses;
};
