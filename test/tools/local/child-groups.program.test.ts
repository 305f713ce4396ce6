import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { startGroup } from '../../../tools/local/emulator/child-groups.ts';

const lives = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const gone = async (pid: number): Promise<boolean> => {
  for (let tries = 0; tries < 200 && lives(pid); tries += 1) await sleep(25);
  return !lives(pid);
};

// Starts a grandchild, says its pid, and both ignore the polite signal.
const deaf = "trap '' TERM; sh -c \"trap '' TERM; echo \\$\\$; while :; do sleep 1; done\" & wait";

const firstLine = async (input: NodeJS.ReadableStream | null): Promise<string> => {
  if (!input) throw new Error('no output to read');
  const [line] = await once(createInterface({ input }), 'line');
  return line as string;
};

describe('children in our care', () => {
  it('end with everything they started, even when they do not listen', async () => {
    const group = startGroup('sh', ['-c', deaf], { stdio: ['ignore', 'pipe', 'ignore'] });
    const grandchild = Number(await firstLine(group.child.stdout));
    expect(lives(grandchild)).toBe(true);
    await group.stop(200);
    expect(await gone(grandchild)).toBe(true);
  });

  it('end, and scratch folders go, even when we are killed outright', async () => {
    const module = fileURLToPath(
      new URL('../../../tools/local/emulator/child-groups.ts', import.meta.url),
    );
    const script = `
      const { startGroup, makeScratch } = await import(${JSON.stringify(module)});
      const { folder } = makeScratch();
      const { child } = startGroup('sleep', ['60'], { stdio: 'ignore' });
      console.log(child.pid + ' ' + folder);
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [pid = '', folder = ''] = (await firstLine(parent.stdout)).split(' ');
    // The folder and the pid are on their way to the guardian when the line is here.
    parent.kill('SIGKILL');
    expect(await gone(Number(pid))).toBe(true);
    for (let tries = 0; tries < 100 && existsSync(folder); tries += 1) await sleep(25);
    expect(existsSync(folder)).toBe(false);
  });
});
