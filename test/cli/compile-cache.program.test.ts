import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from '@jest/globals';
import { Workplace } from './run-keepsake.ts';

const entry = fileURLToPath(new URL('../../cli/keepsake.js', import.meta.url));

const here = new Workplace().files({ 'a-file': '' });
afterAll(() => here.remove());

/** Runs `keepsake --version`; answers its exit code. */
const run = async (changes: Readonly<Record<string, string>>): Promise<unknown> => {
  const { NODE_COMPILE_CACHE: _ofTheTests, ...env } = here.env;
  const options = { cwd: here.folder, env: { ...env, ...changes }, stdio: 'ignore' as const };
  const [code] = await once(spawn(process.execPath, [entry, '--version'], options), 'close');
  return code;
};

it('a command leaves its compiled modules in the user’s own folder for the next one', async () => {
  const cache = path.join(here.folder, '.cache/keepsake');
  expect([await run({}), readdirSync(cache).length]).toEqual([0, 1]);
});

it('a folder that cannot be written is no error', async () => {
  const cache = path.join(here.folder, 'a-file');
  expect([await run({ XDG_CACHE_HOME: cache }), existsSync(`${cache}/keepsake`)]).toEqual([
    0,
    false,
  ]);
});
