import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';

const verify = (...files: string[]) => {
  const { status, stderr } = spawnSync(process.execPath, ['tools/node/main.js', ...files]);
  return { status, said: stderr.toString() };
};

it('the Node that npm ci installed is the one that is pinned', () => {
  expect(verify()).toEqual({ status: 0, said: '' });
});

it('another binary in its place is refused, with both hashes', () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'keepsake-node-')), 'node');
  writeFileSync(file, 'not Node');
  const { status, said } = verify(file);
  expect(status).toBe(1);
  expect(said).toMatch(/SHA-256 [0-9a-f]{64}, not [0-9a-f]{64}/);
});
