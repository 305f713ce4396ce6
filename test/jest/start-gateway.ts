import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { places } from '../../tools/bench/bulk/places.ts';
import { buildTool } from '../../tools/bench/bulk/tools.ts';

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

let gateway: ChildProcess | undefined;

/** Builds versitygw (once, some two minutes) and starts it for the tests. */
export default async function startGateway(): Promise<void> {
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
  gateway = spawn(buildTool('versitygw'), [...options, 'posix', folder], { stdio: 'ignore' });
  process.env.KEEPSAKE_GATEWAY = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 100 && !(await answers(process.env.KEEPSAKE_GATEWAY)); tries += 1)
    await sleep(50);
}

/** Stops what `startGateway` started. */
export const stopGateway = (): void => void gateway?.kill();
