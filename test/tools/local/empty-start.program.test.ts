import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { runScript } from '../../run-script.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'keepsake-start-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A start that ends before it has an emulator, because of its port. */
const toldAtStart = async (changes: NodeJS.ProcessEnv = {}): Promise<string> => {
  const { ended, output } = runScript('tools/local/main.ts', ['--once'], {
    KEEPSAKE_FOLDER: folder,
    KEEPSAKE_PORT: 'none',
    AWS_ENDPOINT_URL: undefined,
    ...changes,
  });
  expect(await ended).toBe(1);
  expect(output.stderr).toContain('KEEPSAKE_PORT=none is not a port');
  return output.stderr;
};

describe('npm start', () => {
  it('says nothing of earlier files the first time', async () => {
    expect(await toldAtStart()).not.toContain('begins empty');
  });

  it('says that it begins empty where there was an earlier start', async () => {
    writeFileSync(path.join(folder, 'local.json'), '{}');
    expect(await toldAtStart()).toContain('files and orders of earlier starts are gone');
  });
});
