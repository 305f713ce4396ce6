import type { SpawnOptions } from 'node:child_process';
import { createInterface } from 'node:readline';
import { startGroup } from './emulator/child-groups.ts';

/** How a command ended: exit code (127 if there is no such command) and printed lines. */
export type CommandResult = { code: number; lines: string[] };

/** Where and how to run a command; `onLine` sees its output as it comes. */
type CommandOptions = Pick<SpawnOptions, 'cwd' | 'env'> & { onLine?: (line: string) => void };

/** Runs one command to its end. */
export type CommandRunner = (
  command: string,
  args: readonly string[],
  options?: CommandOptions,
) => Promise<CommandResult>;

/** Runs a command as a child process that does not outlive this one. */
export const runCommand: CommandRunner = async (command, args, { onLine, ...options } = {}) => {
  const group = startGroup(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  for (const input of [group.child.stdout, group.child.stderr]) {
    if (input) createInterface({ input }).on('line', (line) => lines.push(line) && onLine?.(line));
  }
  const code = await new Promise<number>((resolve, reject) => {
    group.child.once('close', (exitCode) => resolve(exitCode ?? 1));
    group.child.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' ? resolve(127) : reject(error),
    );
  });
  // Ends the rest of its process group, too.
  await group.stop();
  return { code, lines };
};
