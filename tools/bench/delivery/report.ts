import type { ColdStart } from '../saga/cold/cold-start.ts';
import { machineLine } from '../saga/machine.ts';
import { kB, ms, table } from '../saga/table.ts';
import type { WarmCalls } from './warm-calls.ts';

/** Everything that was measured. */
export type Figures = {
  warm: readonly WarmCalls[];
  cold: readonly ColdStart[];
  runs: { calls: number; coldRuns: number };
};

/** The figures as Markdown, each with what it is worth. */
export const report = ({ warm, cold, runs }: Figures): string => `# Delivery, measured

\`npm run bench:delivery\` writes this file. ${machineLine()}.

## Warm requests

${warmTable(warm)}

The deployed bundles in a process of their own, ${runs.calls} calls one after the other (after half
as many to warm up), against the local emulator. CPU is
\`process.cpuUsage\` of the function's process alone, waiting not included: what the code itself
costs. Wall time includes the emulator's answers; AWS's take
longer. Lines with *CloudFront* sign with a 2048-bit RSA key as deployed stages do, the others
presign for S3 as the local stage does.

## Cold starts

${coldTable(cold)}

Medians of ${runs.coldRuns} fresh processes each; the time to import an empty module is taken off,
the start of the process is not in it.
`;

const warmTable = (warm: readonly WarmCalls[]): string =>
  table(
    ['request', 'CPU ms p50', 'CPU ms p95', 'wall ms p50', 'bytes of the answer'],
    warm.map(({ name, cpuP50, cpuP95, wallP50, bytes }) => [
      name,
      cpu(cpuP50),
      cpu(cpuP95),
      ms(wallP50),
      `${bytes}`,
    ]),
  );

const cpu = (value: number): string => value.toFixed(2);

const coldTable = (cold: readonly ColdStart[]): string =>
  table(
    ['function', 'bundle kB', 'import ms', 'first request ms', 'import + first request ms'],
    cold.map(({ name, bytes, importMs, firstUseMs, totalMs }) => [
      name,
      kB(bytes),
      ms(importMs),
      ms(firstUseMs),
      ms(totalMs),
    ]),
  );
