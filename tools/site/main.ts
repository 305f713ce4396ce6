import { existsSync } from 'node:fs';
import path from 'node:path';
import { LocalProblem } from '../local/local-problem.ts';
import { projectFolder, toolPath } from '../local/project-folder.ts';
import { relevantLines } from '../local/relevant-lines.ts';
import { runCommand } from '../local/run-command.ts';
import { writePages } from './write-pages.ts';

// npm run site: builds the documentation's site into dist/site/html.

const site = path.join(projectFolder, 'docs', 'site');

const runInSite = async (command: string, ...args: string[]): Promise<void> => {
  const { code, lines } = await runCommand(command, args, {
    cwd: site,
    env: { ...process.env, PATH: toolPath, ASTRO_TELEMETRY_DISABLED: '1' },
  });
  if (code !== 0)
    throw new LocalProblem(`${command} ${args[0]} failed in ${site}:\n${relevantLines(lines)}`);
};

try {
  await writePages(path.join(projectFolder, 'dist', 'site'));
  if (!existsSync(path.join(site, 'node_modules', 'astro'))) await runInSite('npm', 'ci');
  await runInSite('npm', 'run', 'build');
  process.stderr.write('The site is built: dist/site/html.\n');
} catch (error) {
  process.stderr.write(`${error instanceof LocalProblem ? error.message : error}\n`);
  process.exitCode = 1;
}
