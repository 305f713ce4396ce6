import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LocalProblem } from '../local/local-problem.ts';
import { projectFolder, toolPath } from '../local/project-folder.ts';
import { relevantLines } from '../local/relevant-lines.ts';
import { runCommand } from '../local/run-command.ts';

/** Programs that build a package into the folder that they are given. */
const builders = [
  'client/build/main.ts',
  'react/build/main.ts',
  'tools/local/build-cli.ts',
  'cdk/build/main.ts',
  'create/build/main.ts',
];

/** Runs a command in the repository and returns its lines. Throws `LocalProblem`. */
export const runHere = async (command: string, ...args: string[]): Promise<string[]> => {
  const env = { ...process.env, PATH: toolPath };
  const { code, lines } = await runCommand(command, args, { cwd: projectFolder, env });
  if (code === 0) return lines;
  throw new LocalProblem(`${command} ${args[0]} failed:\n${relevantLines(lines)}`);
};

/** Builds all packages and packs them into a folder. Returns the tarballs' paths. */
export const buildPackages = async (folder: string): Promise<string[]> => {
  const scratch = await mkdtemp(path.join(tmpdir(), 'keepsake-release-'));
  try {
    const tarballs: string[] = [];
    for (const builder of builders) {
      const built = path.join(scratch, builder.replaceAll('/', '-'));
      await runHere(process.execPath, builder, built);
      const lines = await runHere('npm', 'pack', built, '--silent', '--pack-destination', folder);
      tarballs.push(path.join(folder, `${lines.at(-1)}`));
    }
    return tarballs;
  } finally {
    await rm(scratch, { recursive: true });
  }
};
