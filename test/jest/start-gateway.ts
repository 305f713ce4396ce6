import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { places } from '../../tools/bench/bulk/places.ts';
import { buildTool } from '../../tools/bench/bulk/tools.ts';
import { startLocalEmu } from './local-emu.ts';

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
};

const answers = (endpoint: string): Promise<boolean> =>
  fetch(endpoint).then(
    () => true,
    () => false,
  );

const untilAnswers = async (endpoint: string): Promise<void> => {
  for (let tries = 0; tries < 600 && !(await answers(endpoint)); tries += 1) await sleep(50);
};

const started: (ChildProcess | undefined)[] = [];

const startVersitygw = async (): Promise<string> => {
  const folder = join(places.scratch, 'gateway-tests');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'bucket'), { recursive: true });
  const port = await freePort();
  const options = [
    '--quiet',
    '--keep-alive',
    '--port',
    `127.0.0.1:${port}`,
    '--access',
    'test',
    '--secret',
    'testtest',
  ];
  started.push(spawn(buildTool('versitygw'), [...options, 'posix', folder], { stdio: 'ignore' }));
  return `http://127.0.0.1:${port}`;
};

/** Builds versitygw (once, some two minutes), installs LocalEmu, and starts both for the tests. */
export default async function startGateways(): Promise<void> {
  process.env.KEEPSAKE_GATEWAY = await startVersitygw();
  await untilAnswers(process.env.KEEPSAKE_GATEWAY);
  const port = await freePort();
  const localEmu = startLocalEmu(port);
  if (localEmu === undefined) return;
  started.push(localEmu);
  process.env.KEEPSAKE_LOCALEMU = `http://127.0.0.1:${port}`;
  await untilAnswers(process.env.KEEPSAKE_LOCALEMU);
}

/** Stops what `startGateways` started. */
export const stopGateways = (): void => {
  for (const server of started) server?.kill('SIGKILL');
};
