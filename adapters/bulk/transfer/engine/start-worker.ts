import { Worker } from 'node:worker_threads';

/**
 * MB of short-lived objects: two halves of 4 MB, as in the command's own thread, and what V8 adds.
 * Half of it costs 5 % more processor time in garbage collections; more of it saves nothing.
 */
const nurseryMb = 12;

let ahead: Worker | undefined;

/**
 * Starts the worker of an engine's first thread before the engine exists, while the command opens
 * its journal. The worker does not keep the process alive.
 */
export function startAhead(): Worker {
  if (ahead && runs(ahead)) return ahead;
  ahead = begin();
  ahead.unref();
  // The engine checks whether the worker still runs.
  ahead.on('error', () => undefined);
  return ahead;
}

/** A worker that waits for its start, as its first message. */
export function startWorker(): Worker {
  if (!ahead) return begin();
  const taken = ahead;
  ahead = undefined;
  return runs(taken) ? taken : begin();
}

/** The id of a worker that is no more is -1. */
const runs = ({ threadId }: Worker): boolean => threadId !== -1;

const begin = (): Worker =>
  new Worker(entry(), {
    resourceLimits: { maxYoungGenerationSizeMb: nurseryMb, maxOldGenerationSizeMb: 128 },
    name: 'transfer',
  });

/**
 * Run from source, Node strips the types of the entry; in the built package it lies beside this
 * file.
 */
const entry = (): URL =>
  new URL(
    new URL(import.meta.url).pathname.endsWith('.ts')
      ? './worker-entry.ts'
      : './transfer-worker.cjs',
    import.meta.url,
  );
