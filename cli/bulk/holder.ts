import { randomBytes } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import type { Batches } from '../../core/bulk/ports.ts';

/** The user of the command line. */
export const operatorName = (): string => `${userName()}@${hostname()}`;

const userName = (): string => {
  try {
    return userInfo().username;
  } catch {
    return 'somebody';
  }
};

/** This process, named uniquely, in words that help to find it. */
export const holderName = (): string =>
  `cli ${userName()}@${here()} pid ${process.pid} ${randomBytes(4).toString('hex')}`;

const here = (): string => `${hostname()}/${processSpace()}`;

/** Two containers may share a host name, but not a process namespace. */
const processSpace = (): string => {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
  } catch {
    return '0';
  }
};

/** True if the holder ran on this machine and has ended: its lease need not be awaited. */
export const hasDied = (holder: string): boolean => {
  const [, place, pid] = /^cli [^@]*@(\S+) pid (\d+) /.exec(holder) ?? [];
  return place === here() && !isAlive(Number(pid));
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
};

/** Frees a batch whose runner was killed on this machine. */
export const freeFromDead = async (batches: Batches, batchId: string): Promise<void> => {
  const lease = (await batches.find(batchId))?.lease;
  if (lease && hasDied(lease.holder)) await batches.release(batchId, lease);
};
