import { describe, expect, it } from '@jest/globals';
import { listErasures } from '../../../core/retention/list-erasures.ts';
import { erasedId } from '../../../core/retention/model/erasure.ts';
import { MemoryErasures } from '../../fakes/retention/memory-erasures.ts';
import { errorOf } from '../builders/world.ts';

const aLedger = () => {
  const erasures = new MemoryErasures();
  for (const day of [1, 3, 2])
    erasures.put({
      uploadId: `upl_${day}`,
      ownerId: 'usr_alice',
      category: 'photo',
      versions: 1,
      bytes: 5,
      erasedAt: `2030-01-0${day}T00:00:00.000Z`,
      erasedBy: 'usr_alice',
    });
  return { erasures };
};

describe('list erasures', () => {
  it('gives pages by cursor, newest first', async () => {
    const deps = aLedger();
    const { erasures, cursor } = await listErasures(deps, { limit: '2' });
    const rest = await listErasures(deps, { limit: '2', cursor });
    expect([erasures, rest.erasures].map((page) => page.map(erasedId))).toEqual([
      ['upl_3', 'upl_2'],
      ['upl_1'],
    ]);
    expect(rest).not.toHaveProperty('cursor');
  });

  it.each([
    [{ cursor: 'forged' }, 'cursor'],
    [{ ownerId: 'usr_alice' }, 'ownerId'],
  ])('refuses %j', async (query, field) => {
    expect(await errorOf(listErasures(aLedger(), query))).toMatchObject({ issues: [{ field }] });
  });
});
