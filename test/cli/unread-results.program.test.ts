import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { builtKeepsake } from './built-keepsake.ts';
import { Workplace } from './run-keepsake.ts';

const here = new Workplace();
afterAll(() => here.remove());

const options = { cwd: here.folder, env: here.env };
const command = [process.execPath, '--no-warnings', builtKeepsake(), '--help'] as const;

describe('results that nobody can read', () => {
  it('keepsake --help | head: ends like any program without a reader, and says nothing', async () => {
    // It waits until its reader is gone.
    const child = spawn('bash', ['-c', 'read -r _; exec "$@"', 'bash', ...command], options);
    let stderr = '';
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    child.stdout.destroy();
    await once(child.stdout, 'close');
    child.stdin.end('\n');
    expect([await once(child, 'close'), stderr]).toEqual([[141, null], '']);
  });

  it('keepsake --help > /dev/full: says why', () => {
    const [node, ...args] = command;
    const stdio: ['ignore', number, 'pipe'] = ['ignore', openSync('/dev/full', 'w'), 'pipe'];
    const { status, stderr } = spawnSync(node, args, { ...options, stdio, encoding: 'utf8' });
    expect([status, stderr]).toEqual([1, 'keepsake: The results cannot be written (ENOSPC).\n']);
  });
});
