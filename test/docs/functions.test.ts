import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { routeFunctions } from '../../core/route-functions.ts';

it('docs/architecture.md lists the functions behind the API, and no other', () => {
  const page = readFileSync('docs/architecture.md', 'utf8');
  const [table = ''] =
    /(?<=\| function \| serves \| for \|\n\|---\|---\|---\|\n)(?:\|.+\n)+/.exec(page) ?? [];
  const listed = [...table.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name);
  expect(listed.sort()).toEqual(Object.keys(routeFunctions).sort());
});
