import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Deployed } from '../local/deploy.ts';
import { LocalProblem } from '../local/local-problem.ts';
import { projectFolder, toolPath } from '../local/project-folder.ts';
import { relevantLines } from '../local/relevant-lines.ts';
import { runCommand } from '../local/run-command.ts';

/** A released version: its commit, and the module that deploys it into an endpoint. */
export type Release = { version: string; commit: string; deployModule: string };

/** The version before this one. Commits, because a clone need not have tags. */
export const previousRelease: Release = {
  version: '0.1.0',
  commit: '2ae821a6',
  deployModule: './local/deploy.ts',
};

/** Checks the release out below `.keepsake/releases`, with its own packages. Returns the folder. */
export const checkOut = async ({ version, commit }: Release): Promise<string> => {
  const folder = path.join(projectFolder, '.keepsake', 'releases', version);
  if (!existsSync(folder))
    await runIn(projectFolder, 'git', 'worktree', 'add', '--detach', folder, commit);
  if (!existsSync(path.join(folder, 'node_modules', 'aws-cdk-lib')))
    await runIn(folder, 'npm', 'ci', '--no-audit', '--no-fund');
  return folder;
};

const runIn = async (cwd: string, command: string, ...args: string[]): Promise<string[]> => {
  const { code, lines } = await runCommand(command, args, {
    cwd,
    env: { ...process.env, PATH: toolPath },
  });
  if (code === 0) return lines;
  throw new LocalProblem(`${command} ${args[0]} failed in ${cwd}:\n${relevantLines(lines)}`);
};

/** Deploys the stage `local` of the release with its own code. Returns what its outputs say. */
export const deployRelease = async (
  folder: string,
  { deployModule }: Release,
  endpoint: string,
): Promise<Deployed> => {
  const program = `import { deployStacks } from '${deployModule}';
const deployed = await deployStacks('${endpoint}', { stage: 'local' });
console.log('deployed ' + JSON.stringify(deployed));`;
  const lines = await runIn(folder, process.execPath, '--input-type=module', '--eval', program);
  const answer = lines.find((line) => line.startsWith('deployed {'));
  if (answer === undefined) throw new LocalProblem(`${folder} did not say what it deployed.`);
  return JSON.parse(answer.slice('deployed '.length)) as Deployed;
};
