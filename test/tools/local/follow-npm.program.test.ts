import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';

const followNpm = new URL('../../../tools/local/follow-npm.ts', import.meta.url).href;

const folder = mkdtempSync(path.join(tmpdir(), 'keepsake-npm-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const script = `
import { whenNpmIsGone } from '${followNpm}';
whenNpmIsGone(() => { console.log('npm is gone'); process.exit(0); });
process.on('SIGTERM', () => { console.log('got SIGTERM'); process.exit(0); });
setTimeout(() => { console.log('left behind'); process.exit(9); }, 20_000);
console.log('started');
`;

/** `npm start` of a project whose script begins with `exec`, as ours does. */
const npmStart = () => {
  writeFileSync(path.join(folder, 'main.mjs'), script);
  const scripts = { start: `exec ${process.execPath} --no-warnings main.mjs` };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'x', scripts }));
  const { npm_lifecycle_event: _ours, ...env } = process.env;
  const child = spawn('npm', ['start', '--silent'], { cwd: folder, env });
  let text = '';
  const started = new Promise<void>((resolve) =>
    child.stdout.on('data', (piece) => {
      text += piece;
      if (text.includes('started')) resolve();
    }),
  );
  return { child, started, ended: once(child, 'close').then(() => text) };
};

describe('npm start', () => {
  it.each([
    ['SIGTERM', 'got SIGTERM'],
    ['SIGHUP', 'npm is gone'],
    ['SIGKILL', 'npm is gone'],
  ] as const)('%s of npm ends what npm started', async (signal, last) => {
    const { child, started, ended } = npmStart();
    await started;
    child.kill(signal);
    expect(await ended).toBe(`started\n${last}\n`);
  });
});
