import { fileURLToPath, pathToFileURL } from 'node:url';
import { runCommand } from '../../local/run-command.ts';

/** A bundle, the environment it runs in, and the request it is asked. */
export type Subject = {
  name: string;
  file: string;
  environment: Record<string, string>;
  event: object;
};

/** Durations of warm calls of one function, milliseconds. */
export type WarmCalls = {
  name: string;
  cpuP50: number;
  cpuP95: number;
  wallP50: number;
  bytes: number;
};

type Samples = { cpuMs: number[]; wallMs: number[]; statusCode: number; bytes: number };

const child = fileURLToPath(new URL('cpu-child.mjs', import.meta.url));

/** The smallest value that at least `share` of them do not exceed; NaN of nothing. */
export const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)] ??
  Number.NaN;

/** Calls a function `calls` times in its own process, once the compilers are warm. */
export const measureWarmCalls = async (
  { name, file, environment, event }: Subject,
  calls: number,
): Promise<WarmCalls> => {
  const args = [
    child,
    pathToFileURL(file).href,
    JSON.stringify(event),
    `${Math.ceil(calls / 2)}`,
    `${calls}`,
  ];
  const { lines } = await runCommand(process.execPath, args, {
    env: { PATH: process.env.PATH, ...environment },
  });
  const result = lines.findLast((line) => line.startsWith('@@'));
  if (result === undefined) throw new Error(`${name} did not run:\n${lines.slice(-15).join('\n')}`);
  const { cpuMs, wallMs, statusCode, bytes } = JSON.parse(result.slice(2)) as Samples;
  if (statusCode >= 400) throw new Error(`${name} answered ${statusCode}`);
  return {
    name,
    cpuP50: percentile(cpuMs, 0.5),
    cpuP95: percentile(cpuMs, 0.95),
    wallP50: percentile(wallMs, 0.5),
    bytes,
  };
};
