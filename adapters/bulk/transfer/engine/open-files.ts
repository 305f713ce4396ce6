import { readdirSync, readFileSync } from 'node:fs';
import { TransientFault } from '../../../../core/errors.ts';

/** Files that a process has open, and may have open. */
export type OpenFiles = { open: number; most: number };

/** `undefined` where the system does not say. */
export const lookAtOpenFiles = (): OpenFiles | undefined => {
  try {
    const limits = readFileSync('/proc/self/limits', 'utf8');
    const [, most] = /^Max open files\s+(\d+)/m.exec(limits) ?? [];
    if (most === undefined) return undefined;
    return { open: readdirSync('/proc/self/fd').length, most: Number(most) };
  } catch {
    return undefined;
  }
};

/** For the journal, folders that are listed, and look-ups of names. */
const reserve = 12;

/** The SDK's own number of connections to a host. */
const usualSockets = 50;

/** How many connections the SDK may open; requests that find none wait. A file comes with each. */
export const socketsWithin = (files: OpenFiles | undefined): number =>
  files
    ? Math.max(1, Math.min(usualSockets, Math.floor((files.most - files.open - reserve) / 2)))
    : usualSockets;

/** A connection, and one and a half files: the next ones are read meanwhile. */
const perRequest = 3;

/** An event loop, with its pipes and the folder it reads. */
const perWorker = 8;

/** A worker with fewer requests than four is not worth its own files. */
const forWorker = perWorker + 4 * perRequest;

/**
 * How many workers and requests a process has room for. Throws `TransientFault` if there is no room
 * for one request: all files would fail with EMFILE.
 */
export const withinOpenFiles = (
  wanted: { workers: number; requests: number },
  files: OpenFiles | undefined,
): { workers: number; requests: number } => {
  if (!files) return wanted;
  const room = files.most - files.open - reserve;
  if (room < perRequest)
    throw new TransientFault(
      `This process may open ${files.most} files at once, and needs ` +
        `${files.open + reserve + perRequest} at least. Raise the limit (ulimit -n).`,
    );
  const workers = Math.min(wanted.workers, Math.floor(room / forWorker));
  const requests = Math.floor((room - workers * perWorker) / perRequest);
  return { workers, requests: Math.min(wanted.requests, requests) };
};
