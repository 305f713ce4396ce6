import { execFile, execFileSync, spawn } from 'node:child_process';
import { expect, it } from '@jest/globals';

it.each([
  ['execFileSync', () => execFileSync(process.execPath, ['--version'])],
  ['execFile', () => execFile(process.execPath, ['--version'])],
  ['spawn', () => spawn(process.execPath, ['--version'])],
])('%s', (_how, start) => {
  expect(start).not.toThrow();
});
