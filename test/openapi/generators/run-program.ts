import { type ExecFileOptions, execFile } from 'node:child_process';
import { promisify } from 'node:util';

const command = promisify(execFile);

/** Runs a program. Answers its standard output; what a failed one said is in the error. */
export const run = async (
  program: string,
  args: readonly string[],
  options: ExecFileOptions,
): Promise<string> => {
  try {
    return (await command(program, args, { ...options, encoding: 'utf8' })).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${program} ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
  }
};
