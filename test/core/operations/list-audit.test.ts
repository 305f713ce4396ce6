import { describe, expect, it } from '@jest/globals';
import { listAudit } from '../../../core/operations/list-audit.ts';
import { MemoryAudit } from '../../fakes/operations/memory-audit.ts';
import { errorOf } from '../builders/world.ts';

const aRecord = () => {
  const audit = new MemoryAudit();
  for (const day of [1, 2, 3])
    audit.put({
      entryId: `aud_${day}`,
      at: `2030-01-0${day}T00:00:00.000Z`,
      actor: 'usr_admin',
      action: 'cleanUp',
      outcome: 'done',
    });
  return { audit };
};

describe('list audit', () => {
  it('gives pages by cursor', async () => {
    const deps = aRecord();
    const { entries, cursor } = await listAudit(deps, { limit: '2' });
    const rest = await listAudit(deps, { limit: '2', cursor });
    expect([entries, rest.entries].map((page) => page.map(({ entryId }) => entryId))).toEqual([
      ['aud_3', 'aud_2'],
      ['aud_1'],
    ]);
    expect(rest).not.toHaveProperty('cursor');
  });

  it.each([
    [{ cursor: 'forged' }, 'cursor'],
    [{ actor: '' }, 'actor'],
    [{ subject: 'two words' }, 'subject'],
    [{ subject: '\u202eord_1' }, 'subject'],
    [{ from: 'today' }, 'from'],
    [{ who: 'usr_admin' }, 'who'],
  ])('refuses %j', async (query, field) => {
    expect(await errorOf(listAudit(aRecord(), query))).toMatchObject({ issues: [{ field }] });
  });

  it('refuses the cursor of another query', async () => {
    const { cursor } = await listAudit(aRecord(), { limit: '1' });
    const other = { limit: '1', cursor, actor: 'usr_admin' };
    expect(await errorOf(listAudit(aRecord(), other))).toMatchObject({
      issues: [{ field: 'cursor' }],
    });
  });
});
