import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LocalProblem } from '../local-problem.ts';
import { type CommandRunner, runCommand } from '../run-command.ts';

const candidates = [
  'python3',
  'python3.14',
  'python3.13',
  'python3.12',
  'python3.11',
  'python3.10',
];
const otherEndpoint =
  'Or set AWS_ENDPOINT_URL to an AWS-compatible endpoint that is already running.';

/** Inputs of the environment; tests pass their own `run`. */
export type PythonOptions = {
  folder: string;
  requirementsFile: string;
  run?: CommandRunner;
  onProgress?: (message: string) => void;
};

const pipArguments = [
  '-m',
  'pip',
  'install',
  '--quiet',
  '--disable-pip-version-check',
  '--no-input',
  '-r',
];

/**
 * Makes the project's own Python environment with the pinned emulator in it, unless it is there;
 * returns its interpreter.
 */
export const ensurePythonEnvironment = async ({
  folder,
  requirementsFile,
  run = runCommand,
  onProgress,
}: PythonOptions): Promise<string> => {
  const python = path.join(folder, 'bin', 'python');
  const stampFile = path.join(folder, 'requirements.sha256');
  const wanted = createHash('sha256')
    .update(await readFile(requirementsFile))
    .digest('hex');
  const stamp = await readFile(stampFile, 'utf8').catch(() => '');
  if (stamp === wanted) return python;
  onProgress?.(`installing the AWS emulator into ${folder} (once)`);
  await makeEnvironment(await findPython(run), folder, run);
  await installPackages(python, requirementsFile, run);
  // Written last: an interrupted installation starts over.
  await writeFile(stampFile, wanted);
  return python;
};

const makeEnvironment = async (
  python: string,
  folder: string,
  run: CommandRunner,
): Promise<void> => {
  await rm(folder, { recursive: true, force: true });
  const { code, lines } = await run(python, ['-m', 'venv', folder]);
  if (code === 0) return;
  if (/ensurepip|No module named venv/.test(lines.join('\n'))) {
    throw new LocalProblem(
      `${python} has no venv module. On Debian and Ubuntu: apt-get install python3-venv. ` +
        `${otherEndpoint}`,
    );
  }
  throw new LocalProblem(
    `${python} -m venv ${folder} failed: ${lines.at(-1) ?? 'it said nothing'}. ${otherEndpoint}`,
  );
};

const findPython = async (run: CommandRunner): Promise<string> => {
  const found: string[] = [];
  for (const python of candidates) {
    const version = await versionOf(python, run);
    if (version && recentEnough(version)) return python;
    if (version) found.push(`${python} is ${version}`);
  }
  const what = found.length ? `is too old here (${found.join(', ')})` : 'was not found';
  throw new LocalProblem(
    `The local AWS emulator needs python3 >= 3.10, which ${what}. Install a newer one. ` +
      `${otherEndpoint}`,
  );
};

const versionOf = async (python: string, run: CommandRunner): Promise<string | undefined> => {
  const { code, lines } = await run(python, [
    '-c',
    'import sys; print("%d.%d" % sys.version_info[:2])',
  ]);
  return code === 0 ? lines.at(-1)?.trim() : undefined;
};

const recentEnough = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 3 || (major === 3 && minor >= 10);
};

const installPackages = async (
  python: string,
  requirementsFile: string,
  run: CommandRunner,
): Promise<void> => {
  const { code, lines } = await run(python, [...pipArguments, requirementsFile]);
  if (code === 0) return;
  const said = lines.filter((line) => line.trim() !== '').at(-1) ?? 'pip said nothing';
  throw new LocalProblem(
    `The AWS emulator could not be installed from the Python registry.\n  ${said}\n` +
      `Check the network, or name a mirror with PIP_INDEX_URL. ${otherEndpoint}`,
  );
};
