import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { endGroup } from './end-group.ts';

/** A child with everything it starts: one process group, ended as one. */
export type ChildGroup = { child: ChildProcess; stop(graceMs?: number): Promise<void> };

const running = new Set<ChildGroup>();

let guardian: ChildProcess | undefined;

/**
 * Starts a command in its own process group. A terminal's Ctrl-C does not reach the group; the end
 * of this process ends it.
 */
export const startGroup = (
  command: string,
  args: readonly string[],
  options: SpawnOptions,
): ChildGroup => {
  const child = spawn(command, args, { ...options, detached: true });
  const { pid } = child;
  const group: ChildGroup = {
    child,
    async stop(graceMs = 2_000) {
      running.delete(group);
      if (pid === undefined) return;
      await endGroup(pid, graceMs);
      tellGuardian(`-${pid}`);
    },
  };
  running.add(group);
  if (pid !== undefined) tellGuardian(`+${pid}`);
  return group;
};

const tellGuardian = (line: string): void => {
  guardian ??= startGuardian();
  guardian.stdin?.write(`${line}\n`);
};

const startGuardian = (): ChildProcess => {
  const script = fileURLToPath(new URL('guardian.ts', import.meta.url));
  const child = spawn(process.execPath, ['--no-warnings', script], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  });
  // Neither the guardian nor the pipe to it may keep us alive, and its end is not an error of ours.
  child.unref();
  child.stdin?.on('error', () => {});
  (child.stdin as { unref?: () => void } | null)?.unref?.();
  return child;
};

/** Ends every process that still runs. */
export const stopAllGroups = async (): Promise<void> => {
  await Promise.all([...running].map((group) => group.stop()));
};

/** A temporary folder. `remove` removes it, or the guardian if `remove` was not called. */
export const makeScratch = (): { folder: string; remove(): Promise<void> } => {
  const folder = mkdtempSync(path.join(tmpdir(), 'keepsake-'));
  tellGuardian(`rm ${folder}`);
  return { folder, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }) };
};
