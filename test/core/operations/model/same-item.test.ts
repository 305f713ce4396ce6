import { expect, it } from '@jest/globals';
import { isSameItem } from '../../../../core/operations/model/same-item.ts';

const item = { id: 'a', nested: { x: 1, y: null }, roles: new Set(['r', 's']), list: [1, 2] };

it.each<[string, Record<string, unknown>, boolean]>([
  ['fields in another order', { list: [1, 2], nested: { y: null, x: 1 } }, true],
  ['a set in another order', { roles: new Set(['s', 'r']) }, true],
  ['a list in another order', { list: [2, 1] }, false],
  ['a map for a list', { list: { 0: 1, 1: 2 } }, false],
  ['another value below', { nested: { x: 2, y: null } }, false],
  ['a field more', { more: true }, false],
])('a stored item with %s', (_what, changes, isSame) => {
  const { id, ...fields } = item;
  expect(isSameItem(item, { ...changes, ...fields, ...changes, id })).toBe(isSame);
});
