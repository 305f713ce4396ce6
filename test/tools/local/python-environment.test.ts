import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ensurePythonEnvironment } from '../../../tools/local/emulator/python-environment.ts';
import type { CommandResult, CommandRunner } from '../../../tools/local/run-command.ts';

const ok = (...lines: string[]): CommandResult => ({ code: 0, lines });
const failed = (...lines: string[]): CommandResult => ({ code: 1, lines });
const absent: CommandResult = { code: 127, lines: [] };

describe('the Python environment', () => {
  let home: string;
  let requirementsFile: string;
  let commands: string[];

  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'keepsake-test-'));
    requirementsFile = path.join(home, 'requirements.txt');
    await writeFile(requirementsFile, 'ministack==1.5.33\n');
    commands = [];
  });
  afterEach(() => rm(home, { recursive: true }));

  const ensure = (answer: (commandLine: string) => CommandResult | undefined): Promise<string> => {
    const run: CommandRunner = async (command, args) => {
      const commandLine = [command, ...args].join(' ');
      commands.push(commandLine);
      // The stamp is written into what venv makes.
      if (commandLine.includes('-m venv')) await mkdir(path.join(home, 'venv'));
      return answer(commandLine) ?? (commandLine.includes('version_info') ? ok('3.11') : ok());
    };
    return ensurePythonEnvironment({ folder: path.join(home, 'venv'), requirementsFile, run });
  };

  it('says what to do when there is no python', async () => {
    await expect(ensure(() => absent)).rejects.toThrow(
      /needs python3 >= 3\.10, which was not found.*AWS_ENDPOINT_URL/s,
    );
  });

  it('names the versions it found when all are too old', async () => {
    const answer = (line: string) => (line.startsWith('python3 ') ? ok('3.9') : absent);
    await expect(ensure(answer)).rejects.toThrow(/too old here \(python3 is 3\.9\)/);
  });

  it('takes a newer interpreter than python3 when that one is too old', async () => {
    await ensure((line) => {
      if (!line.includes('version_info')) return undefined;
      if (line.startsWith('python3 ')) return ok('3.8');
      return line.startsWith('python3.12') ? ok('3.12') : absent;
    });
    expect(commands).toContain(`python3.12 -m venv ${path.join(home, 'venv')}`);
  });

  it('names the Debian package when the venv module is missing', async () => {
    const answer = (line: string) =>
      line.includes('-m venv') ? failed('ensurepip is not available') : undefined;
    await expect(ensure(answer)).rejects.toThrow(/apt-get install python3-venv/);
  });

  it('shows the last line of pip and the ways out when no registry answers', async () => {
    const answer = (line: string) =>
      line.includes('pip install')
        ? failed('WARNING: retrying', 'ERROR: no matching distribution', '')
        : undefined;
    await expect(ensure(answer)).rejects.toThrow(
      /ERROR: no matching distribution\n.*PIP_INDEX_URL.*AWS_ENDPOINT_URL/s,
    );
  });

  it('installs once, and again when the requirements change', async () => {
    const installations = () => commands.filter((line) => line.includes('pip install')).length;
    await ensure(() => undefined);
    await ensure(() => undefined);
    expect(installations()).toBe(1);
    await writeFile(requirementsFile, 'ministack==9.9.9\n');
    await rm(path.join(home, 'venv', 'bin'), { recursive: true, force: true });
    await ensure(() => undefined);
    expect(installations()).toBe(2);
  });

  it('starts over after an interrupted installation', async () => {
    await expect(
      ensure((line) => (line.includes('pip install') ? failed('killed') : undefined)),
    ).rejects.toThrow();
    await expect(access(path.join(home, 'venv', 'requirements.sha256'))).rejects.toThrow();
    await ensure(() => undefined);
    expect(commands.filter((line) => line.includes('-m venv'))).toHaveLength(2);
  });
});
