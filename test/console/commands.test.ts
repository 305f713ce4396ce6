import { globSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const screens = new URL('../../console/screens/', import.meta.url);

const sourceOf = (screen: string): string =>
  globSync('*.ts*', { cwd: new URL(`${screen}/`, screens) })
    .map((file) => readFileSync(new URL(`${screen}/${file}`, screens), 'utf8'))
    .join('\n');

/** Theme, sign-out and the operator's own limits are the browser's. */
const withoutCommand = ['me'];

describe('every screen of the console', () => {
  it('offers its action as a keepsake command', () => {
    const silent = readdirSync(screens).filter(
      (screen) => !/ command=\{|<CommandLine /.test(sourceOf(screen)),
    );
    expect(silent).toEqual(withoutCommand);
  });
});
