import { Worker } from 'node:worker_threads';

/**
 * MB of short-lived objects: two halves of 4 MB, as in the command's own thread, and what V8 adds.
 * Half of it costs 5 % more processor time in garbage collections; more of it saves nothing.
 */
const youngMb = 12;

/** A worker that waits for its start, as its first message. */
export const startWorker = (): Worker =>
  new Worker(entry(), {
    resourceLimits: { maxYoungGenerationSizeMb: youngMb, maxOldGenerationSizeMb: 128 },
    name: 'transfer',
  });

/** From source, Node strips the entry's types; in the package the entry lies beside this file. */
const entry = (): URL =>
  new URL(
    new URL(import.meta.url).pathname.endsWith('.ts')
      ? './worker-entry.ts'
      : './transfer-worker.cjs',
    import.meta.url,
  );
