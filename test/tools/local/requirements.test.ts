import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectFolder } from '../../../tools/local/project-folder.ts';

const asked = ['tools', 'test'].flatMap((folder) =>
  globSync(`${folder}/**/*requirements.in`, { cwd: projectFolder }),
);

const entries = (file: string): string[] =>
  readFileSync(path.join(projectFolder, file), 'utf8')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

/** `Django[argon2]==5.2` and `django==5.2` are one package. */
const nameOf = (entry = ''): string => entry.replace(/\[.*?\]/, '').toLowerCase();

describe('Python packages', () => {
  it('are looked for in the emulator, the checks, the examples and the generators', () => {
    expect(asked.length).toBeGreaterThanOrEqual(6);
  });

  it.each(asked)('of %s are pinned, each with the hash of its files', (file) => {
    for (const line of entries(file.replace(/in$/, 'txt')))
      expect(line).toMatch(/^[A-Za-z0-9._-]+==[^ ]+ .*--hash=sha256:[0-9a-f]{64}/);
  });

  it.each(asked)('of %s are those that are asked for', (file) => {
    const pinned = entries(file.replace(/in$/, 'txt')).map((line) => nameOf(line.split(' ')[0]));
    expect(pinned).toEqual(expect.arrayContaining(entries(file).map(nameOf)));
  });
});
