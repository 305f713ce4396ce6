import { availableParallelism } from 'node:os';
import { type OpenFiles, withinOpenFiles } from './open-files.ts';
import type { PoolSize } from './worker-pool.ts';

/** More threads bring more memory than speed: two of them saturate 10 Gbit/s. */
const maxThreads = 4;

/**
 * `auto` begins where a near server is busy, and ends where one connection more would be one too
 * many for a far one.
 */
const autoConcurrency = { start: 32, max: 256 };

/** The threads of an engine, and how many requests they begin with and may have under way. */
export type EngineSize = { pool: PoolSize; concurrency: { start: number; max: number } };

/**
 * What is wanted, as far as the process may open files. Throws `TransientFault` if it may not open
 * enough for one request.
 */
export const engineSize = (
  { threads, concurrency = 'auto' }: { threads?: number; concurrency?: 'auto' | number },
  files: OpenFiles | undefined,
): EngineSize => {
  const wanted = within(threads === undefined ? usualPool() : poolOf(threads), concurrency);
  const { start, max } =
    concurrency === 'auto' ? autoConcurrency : { start: concurrency, max: concurrency };
  const room = withinOpenFiles({ workers: wanted.most, requests: max }, files);
  const pool = {
    // Without a worker the command's own thread does everything.
    own: wanted.own || room.workers === 0,
    first: Math.min(wanted.first, room.workers),
    most: room.workers,
  };
  return { pool, concurrency: { start: Math.min(start, room.requests), max: room.requests } };
};

/** Each thread has a request under way: there are no more threads than there may be requests. */
const within = ({ own, first, most }: PoolSize, concurrency: 'auto' | number): PoolSize => {
  if (concurrency === 'auto') return { own, first, most };
  const workers = own ? concurrency - 1 : Math.max(1, concurrency);
  return { own, first: Math.min(first, workers), most: Math.min(most, workers) };
};

/**
 * One processor is the command's own, which writes the journal. Large files hardly write to it, and
 * get a worker there, too.
 */
const usualPool = (processors = availableParallelism()): PoolSize => ({
  own: true,
  first: Math.min(maxThreads, Math.max(1, processors - 1)),
  most: Math.min(maxThreads, processors),
});

/** So many workers, from the first file on; none: the command's own thread does everything. */
const poolOf = (threads: number): PoolSize => ({
  own: threads === 0,
  first: threads,
  most: threads,
});
