import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { settingsFile } from '../../core/contract.ts';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder as Lambda unpacks a function's code into, with these settings; gone after the tests. */
export const taskRoot = (settings: object): string => {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-task-'));
  folders.push(folder);
  writeFileSync(join(folder, settingsFile), JSON.stringify(settings));
  return folder;
};
