import { describe, expect, it } from '@jest/globals';
import { listClaimedSessions } from '../../../core/sessions/list-claimed-sessions.ts';
import { MemorySessions } from '../../fakes/sessions/memory-sessions.ts';
import { errorOf } from '../builders/world.ts';

const at = (minute: number) => new Date(Date.UTC(2030, 0, 1, 0, minute)).toISOString();

const claimed = async (count: number, claimedBy: string) => {
  const sessions = new MemorySessions();
  for (let minute = 0; minute < count; minute++) {
    const tokenHash = `hash_${minute}`;
    const times = { createdAt: at(0), expiresAt: at(60 * 24) };
    await sessions.create({ tokenHash, sessionId: `ses_${minute}`, ...times });
    await sessions.claim(tokenHash, { claimedBy, claimedAt: at(minute) });
  }
  return sessions;
};

describe('list claimed sessions', () => {
  it('shows a user’s sessions without the hash of a token, by the bare id, too', async () => {
    const sessions = await claimed(2, 'usr_42');
    const shown = [0, 1].map((minute) => ({
      sessionId: `ses_${minute}`,
      createdAt: at(0),
      expiresAt: at(60 * 24),
      claimedAt: at(minute),
    }));
    for (const ownerId of ['usr_42', '42'])
      expect(await listClaimedSessions({ sessions }, { ownerId })).toEqual({
        sessions: shown,
        more: false,
      });
    expect(await listClaimedSessions({ sessions }, { ownerId: 'usr_4' })).toEqual({
      sessions: [],
      more: false,
    });
  });

  it('shows none that an index still names and that went meanwhile', async () => {
    const sessions = await claimed(2, 'usr_42');
    const lagging = {
      claimedBy: () => sessions.claimedBy('usr_42'),
      findByTokenHash: async (hash: string) =>
        hash === 'hash_0' ? undefined : sessions.findByTokenHash(hash),
    };
    const { sessions: shown } = await listClaimedSessions(
      { sessions: lagging },
      { ownerId: 'usr_42' },
    );
    expect(shown.map(({ sessionId }) => sessionId)).toEqual(['ses_1']);
  });

  it('ends at 1,000 and says that there are more', async () => {
    const { sessions, more } = await listClaimedSessions(
      { sessions: await claimed(1001, 'usr_42') },
      { ownerId: 'usr_42' },
    );
    expect([sessions.length, more]).toEqual([1000, true]);
  });

  it.each([{}, { ownerId: '' }, { ownerId: 'usr_1', limit: '5' }])('refuses %j', async (query) => {
    const sessions = new MemorySessions();
    expect(await errorOf(listClaimedSessions({ sessions }, query))).toMatchObject({
      name: 'InvalidInput',
    });
  });
});
