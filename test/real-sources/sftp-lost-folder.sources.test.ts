import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { batchIn, FakeStorage } from '../cli/bulk/fake-storage.ts';
import { OpenSsh } from './openssh.ts';

let ssh: OpenSsh;
let storage: FakeStorage;
let disk: string;

beforeAll(async () => {
  ssh = await OpenSsh.start();
  storage = await FakeStorage.start();
  disk = realpathSync(mkdtempSync(path.join(tmpdir(), 'keepsake-sftp-')));
});
afterAll(async () => {
  await storage.stop();
  ssh.stop();
  rmSync(disk, { recursive: true, force: true });
});

it('keepsake resume <batch>: a folder of a server whose disk is not mounted is not empty', async () => {
  const photos = path.join(disk, 'photos');
  for (let index = 0; index < 30; index += 1) {
    mkdirSync(path.join(photos, String(index)), { recursive: true });
    writeFileSync(path.join(photos, String(index), 'a.jpg'), 'twelve bytes');
  }
  const limits = '--batch-size 2 --max-transfer 20';
  const paused = await storage.run(`migrate ${ssh.source(photos)} --to s3://bucket ${limits}`);
  expect(paused.code).toBe(130);
  renameSync(photos, `${photos}-disk`);
  mkdirSync(photos);
  const lost = await storage.run(`resume ${batchIn(paused)}`);
  expect([lost.code, lost.stderr]).toEqual([75, expect.stringContaining('Mount its disk')]);
  rmSync(photos, { recursive: true });
  renameSync(`${photos}-disk`, photos);
  expect((await storage.run(`resume ${batchIn(paused)}`)).code).toBe(0);
  expect(Object.keys(storage.objects)).toHaveLength(30);
});
