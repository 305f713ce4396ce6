import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InvalidInput } from '../../../../core/errors.ts';
import { cursorAfter, positionOf } from '../../../../core/shared/model/list-cursor.ts';

const list = { list: 'uploads', ownerId: 'usr_alice', status: 'uploaded' };
const position = '2030-01-01T00:00:00.000Z#upl_1';

/** The seal is not secret: every client can make a cursor. */
const forgedCursor = (after: string): string => {
  const honest = Buffer.from(cursorAfter(list, 'x'), 'base64url').toString();
  const words = JSON.stringify([Object.entries(list).sort(), after]);
  const of = createHash('sha256').update(words).digest('base64url').slice(0, 16);
  return Buffer.from(JSON.stringify({ ...JSON.parse(honest), after, of })).toString('base64url');
};

describe('a cursor', () => {
  it('leads back to its position in its own list', () => {
    expect(positionOf(list, cursorAfter(list, position))).toBe(position);
  });

  it('is fit for a URL as it is', () => {
    expect(cursorAfter(list, position)).toMatch(/^[\w-]+$/);
  });

  it('means the same list however its fields are ordered or left out', () => {
    const { ownerId, ...others } = list;
    const same = { ownerId, category: undefined, ...others };
    expect(positionOf(same, cursorAfter(list, position))).toBe(position);
  });

  it.each(['', 'a b', 'ü', '\u0000', 'a'.repeat(201)])('never leads to %j', (after) => {
    expect(() => positionOf(list, forgedCursor(after))).toThrow(InvalidInput);
  });

  it.each([
    ['of another owner', { ...list, ownerId: 'usr_mallory' }],
    ['of another filter', { ...list, status: 'pending' }],
    ['of the list without a filter', { ...list, status: undefined }],
    ['of another list with the same filters', { ...list, list: 'jobs' }],
  ])('%s is refused', (_whose, other) => {
    expect(() => positionOf(list, cursorAfter(other, position))).toThrow(InvalidInput);
  });

  it('is refused with any letter of it changed', () => {
    const cursor = cursorAfter(list, position);
    for (let at = 0; at < cursor.length; at += 1) {
      const changed = `${cursor.slice(0, at)}${cursor[at] === 'x' ? 'y' : 'x'}${cursor.slice(at + 1)}`;
      const read = () => positionOf(list, changed);
      // The last letter of base64 may hold unused bits.
      if (at < cursor.length - 1) expect(read).toThrow(InvalidInput);
    }
  });

  it('of nobody’s making is refused, whatever it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => positionOf(list, text)).toThrow(InvalidInput);
      }),
    );
  });

  it('left out means from the beginning', () => {
    expect(positionOf(list, undefined)).toBeUndefined();
  });
});
