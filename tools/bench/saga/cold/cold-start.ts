import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { median } from '../median.ts';
import { runAsLambda } from '../warm/lambda-process.ts';

/** A bundle, the environment it runs in, and an event for each fresh process. */
export type Subject = {
  name: string;
  file: string;
  environment?: Record<string, string>;
  event?: () => Promise<unknown>;
};

/** Medians (ms) of a function's cold start without the process's, and its bundle's size. */
export type ColdStart = {
  name: string;
  bytes: number;
  importMs: number;
  firstUseMs: number;
  totalMs: number;
};

type Sample = {
  importMs: number;
  firstUseMs: number;
  answer?: { statusCode?: number; batchItemFailures?: unknown[] };
};

const child = fileURLToPath(new URL('cold-child.mjs', import.meta.url));

/**
 * Starts every subject `runs` times, each time in a fresh process and in turn, so that a slow
 * minute is slow for all of them.
 */
export const measureColdStarts = async (
  subjects: readonly Subject[],
  runs: number,
  scratch: string,
): Promise<ColdStart[]> => {
  const empty = emptyModule(scratch);
  const samples = new Map<Subject, Sample[]>([empty, ...subjects].map((subject) => [subject, []]));
  // The first round fills the disk cache and is thrown away.
  for (let run = 0; run <= runs; run++)
    for (const [subject, taken] of samples) {
      const sample = await sampleOnce(subject);
      if (run > 0) taken.push(sample);
    }
  const emptyMs = median((samples.get(empty) ?? []).map(({ importMs }) => importMs));
  return subjects.map((subject) => summarize(subject, samples.get(subject) ?? [], emptyMs));
};

/** The cost of importing an empty module, which every sample contains. */
const emptyModule = (scratch: string): Subject => {
  const file = path.join(scratch, 'empty.mjs');
  writeFileSync(file, 'export const handler = () => {};\n');
  return { name: 'empty module', file };
};

const sampleOnce = async ({ name, file, environment, event }: Subject): Promise<Sample> => {
  const input = JSON.stringify((await event?.()) ?? {});
  const sample = await runAsLambda<Sample>([child, pathToFileURL(file).href, input], environment);
  if ((sample.answer?.statusCode ?? 200) >= 400)
    throw new Error(`${name} answered ${JSON.stringify(sample.answer)}`);
  return sample;
};

const summarize = (
  { name, file }: Subject,
  samples: readonly Sample[],
  emptyMs: number,
): ColdStart => {
  const importMs = Math.max(0, median(samples.map((sample) => sample.importMs)) - emptyMs);
  const totalMs = Math.max(
    0,
    median(samples.map((sample) => sample.importMs + sample.firstUseMs)) - emptyMs,
  );
  return {
    name,
    bytes: statSync(file).size,
    importMs,
    firstUseMs: median(samples.map(({ firstUseMs }) => firstUseMs)),
    totalMs,
  };
};
