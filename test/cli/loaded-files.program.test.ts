import { execFileSync } from 'node:child_process';
import { expect, it } from '@jest/globals';
import { builtKeepsake } from './built-keepsake.ts';

const counting = `
  import { registerHooks } from 'node:module';
  let loaded = 0;
  registerHooks({
    load: (url, context, next) => {
      if (url.startsWith('file:')) loaded += 1;
      return next(url, context);
    },
  });
  process.on('exit', () => process.stdout.write(String(loaded)));
`;

/** How many files Node loads for one run of the built command. */
const filesLoadedBy = (...args: readonly string[]): number => {
  const hooks = `data:text/javascript,${encodeURIComponent(counting)}`;
  const node = [process.execPath, '--no-warnings', '--import', hooks, builtKeepsake(), ...args];
  return Number(execFileSync('env', node, { encoding: 'utf8' }).match(/\d+$/)?.[0]);
};

it.each([
  ['migrate', 5],
  ['orders', 40],
])('the built command loads few files for keepsake %s', (verb, most) => {
  expect(filesLoadedBy(verb, '--help')).toBeLessThanOrEqual(most);
});
