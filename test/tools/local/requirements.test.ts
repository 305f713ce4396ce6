import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const folder = new URL('../../../tools/local/emulator/', import.meta.url);
const entries = (file: string): string[] =>
  readFileSync(new URL(file, folder), 'utf8')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

describe('the emulator’s Python packages', () => {
  it('are pinned, each with the hash of its files', () => {
    for (const line of entries('requirements.txt'))
      expect(line).toMatch(/^[a-z0-9-]+==[^ ]+ .*--hash=sha256:[0-9a-f]{64}/);
  });

  it('are those that requirements.in asks for', () => {
    const pinned = entries('requirements.txt').map((line) => line.split(' ')[0]);
    expect(pinned).toEqual(expect.arrayContaining(entries('requirements.in')));
  });
});
