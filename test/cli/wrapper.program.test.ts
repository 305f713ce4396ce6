import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeStorage } from './bulk/fake-storage.ts';

const wrapper = fileURLToPath(new URL('../../cli/keepsake.js', import.meta.url));

let storage: FakeStorage;
beforeEach(async () => {
  storage = await FakeStorage.start();
  const names = Array.from({ length: 3_000 }, (_, index) => `photos/${index}.jpg`);
  storage.here.files({
    ...Object.fromEntries(names.map((name) => [name, name])),
    'old-node.cjs':
      "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.0.0' } });",
  });
});
afterEach(() => storage.stop());

/** As under Node 20: the visible process, and what it writes. */
const startWrapped = (args: string): { child: ChildProcess; ended: Promise<string> } => {
  const child = spawn(
    process.execPath,
    ['-r', path.join(storage.here.folder, 'old-node.cjs'), wrapper, ...args.split(' ')],
    { cwd: storage.here.folder, env: storage.here.env },
  );
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece) => {
      text += piece;
    });
  return { child, ended: once(child, 'close').then(() => text) };
};

const untilSending = async (): Promise<void> => {
  while (storage.s3.count('PUT') < 20) await sleep(10);
};

const migrating = 'migrate ./photos --to s3://bucket/old --concurrency 1 --threads 1';

describe('keepsake migrate under an old Node', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)(
    '%s of the visible process: the batch is paused in order',
    async (signal) => {
      const { child, ended } = startWrapped(migrating);
      const exited = once(child, 'exit');
      await untilSending();
      child.kill(signal);
      const [code, by] = await exited;
      expect(signal === 'SIGKILL' ? by : code).toBe(signal === 'SIGKILL' ? 'SIGKILL' : 130);
      expect(await ended).toMatch(/^bat_\S+ {2}paused: interrupted$/m);
      const [id = ''] = await storage.here.batches();
      const { lines } = await storage.run(`status ${id} --json`);
      expect(lines).toMatchObject([{ status: 'paused', counts: { failed: { files: 0 } } }]);
      expect(lines[0]).not.toHaveProperty('lease');
    },
  );

  it('SIGINT twice: ends at once', async () => {
    const { child, ended } = startWrapped(migrating);
    const exited = once(child, 'exit');
    await untilSending();
    child.kill('SIGINT');
    await sleep(20);
    child.kill('SIGINT');
    expect((await exited)[0]).toBe(130);
    expect(await ended).toMatch(/Interrupted: finishing what is in flight/);
  });
});

describe('keepsake status bat_none under an old Node', () => {
  it('has the exit code of the command', async () => {
    const { child, ended } = startWrapped('status bat_none');
    expect((await once(child, 'exit'))[0]).toBe(5);
    expect(await ended).toMatch(/No batch bat_none here/);
  });
});
