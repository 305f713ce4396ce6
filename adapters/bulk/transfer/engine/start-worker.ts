import { Worker } from 'node:worker_threads';

/**
 * MB of short-lived objects: with many small files that is all a thread makes, with large ones it
 * makes few.
 */
export type Nursery = 3 | 16;

let ahead: Worker | undefined;

/**
 * Starts the worker of an engine's first thread before the engine exists, while the command opens
 * its journal. The worker does not keep the process alive.
 */
export function startAhead(): Worker {
  if (ahead && runs(ahead)) return ahead;
  ahead = begin(16);
  ahead.unref();
  // The engine checks whether the worker still runs.
  ahead.on('error', () => undefined);
  return ahead;
}

/** A worker that waits for its start, as its first message. */
export function startWorker(nursery: Nursery): Worker {
  if (nursery !== 16 || !ahead) return begin(nursery);
  const taken = ahead;
  ahead = undefined;
  return runs(taken) ? taken : begin(nursery);
}

/** The id of a worker that is no more is -1. */
const runs = ({ threadId }: Worker): boolean => threadId !== -1;

const begin = (nursery: Nursery): Worker =>
  new Worker(entry(), {
    resourceLimits: { maxYoungGenerationSizeMb: nursery, maxOldGenerationSizeMb: 128 },
    name: 'transfer',
  });

/**
 * Run from source, Node strips the types of the entry; in the built package it lies beside this
 * file.
 */
const entry = (): URL =>
  new URL(
    import.meta.url.endsWith('.ts') ? './worker-entry.ts' : './transfer-worker.cjs',
    import.meta.url,
  );
