import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Ends every process of a group: asks first, insists after the grace, and returns when none is left
 * (or only an unreaped zombie).
 */
export const endGroup = async (group: number, graceMs: number): Promise<void> => {
  if (!signalGroup(group, 'SIGTERM') || (await goneWithin(group, graceMs))) return;
  signalGroup(group, 'SIGKILL');
  await goneWithin(group, 1_000);
};

const signalGroup = (group: number, signal: NodeJS.Signals | 0): boolean => {
  try {
    process.kill(-group, signal);
    return true;
  } catch {
    return false;
  }
};

const goneWithin = async (group: number, timeoutMs: number): Promise<boolean> => {
  for (const end = Date.now() + timeoutMs; Date.now() < end; await sleep(20))
    if (!signalGroup(group, 0)) return true;
  return !signalGroup(group, 0);
};
