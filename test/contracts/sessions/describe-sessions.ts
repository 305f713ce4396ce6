import { describe, expect, it } from '@jest/globals';
import type { Sessions } from '../../../core/sessions/ports.ts';
import { sampleSession } from '../shared/samples.ts';

/** Contract tests of every store of sessions. */
export function describeSessions(name: string, makeSessions: () => Sessions): void {
  describe(`${name} as Sessions`, () => {
    const sessions = makeSessions();

    it('finds a session by the hash of its token', async () => {
      const session = sampleSession();
      await sessions.create(session);
      expect(await sessions.findByTokenHash(session.tokenHash)).toEqual(session);
    });

    it('finds nothing for another hash', async () => {
      expect(await sessions.findByTokenHash('no-such-hash')).toBeUndefined();
    });

    it('hands out an expired session: judging it is the caller’s job', async () => {
      const expired = { ...sampleSession(), expiresAt: '2001-01-01T00:00:00.000Z' };
      await sessions.create(expired);
      expect(await sessions.findByTokenHash(expired.tokenHash)).toEqual(expired);
    });

    const claim = (claimedBy: string, claimedAt = '2030-01-01T12:00:00.000Z') => ({
      claimedBy,
      claimedAt,
      keepUntil: '2030-01-03T12:00:00.000Z',
    });

    it('is claimed once: the first claimer stays, whoever comes later', async () => {
      const session = sampleSession();
      await sessions.create(session);
      const claimed = { ...session, claimedBy: 'usr_1', claimedAt: '2030-01-01T12:00:00.000Z' };
      expect(await sessions.claim(session.tokenHash, claim('usr_1'))).toEqual(claimed);
      expect(
        await sessions.claim(session.tokenHash, claim('usr_2', '2030-01-01T13:00:00.000Z')),
      ).toEqual(claimed);
      expect(await sessions.findByTokenHash(session.tokenHash)).toEqual(claimed);
    });

    it('claims nothing that is not there', async () => {
      expect(await sessions.claim('no-such-hash', claim('usr_1'))).toBeUndefined();
      expect(await sessions.findByTokenHash('no-such-hash')).toBeUndefined();
    });

    it('remembers what was claimed since a moment, oldest first', async () => {
      const [a, b, c, unclaimed] = [
        sampleSession(),
        sampleSession(),
        sampleSession(),
        sampleSession(),
      ];
      await Promise.all([a, b, c, unclaimed].map((session) => sessions.create(session)));
      await sessions.claim(a.tokenHash, claim('usr_1', '2030-05-03T00:00:00.000Z'));
      await sessions.claim(b.tokenHash, claim('usr_1', '2030-05-02T00:00:00.000Z'));
      await sessions.claim(c.tokenHash, claim('usr_1', '2030-05-01T00:00:00.000Z'));
      const found: string[] = [];
      for await (const tokenHash of sessions.claimedSince(new Date('2030-05-01T12:00:00.000Z')))
        found.push(tokenHash);
      expect(found).toEqual([b.tokenHash, a.tokenHash]);
    });

    const listed = async (ownerId: string): Promise<string[]> => {
      const hashes: string[] = [];
      for await (const hash of sessions.claimedBy(ownerId)) hashes.push(hash);
      return hashes;
    };

    it('lists what an owner claimed, oldest first, and nothing of another or unclaimed', async () => {
      const [a, b, other, unclaimed] = [
        sampleSession(),
        sampleSession(),
        sampleSession(),
        sampleSession(),
      ];
      await Promise.all([a, b, other, unclaimed].map((session) => sessions.create(session)));
      const owner = `usr_of_${a.sessionId}`;
      await sessions.claim(a.tokenHash, claim(owner, '2030-05-03T00:00:00.000Z'));
      await sessions.claim(b.tokenHash, claim(owner, '2030-05-02T00:00:00.000Z'));
      await sessions.claim(other.tokenHash, claim(`${owner}1`));
      expect(await listed(owner)).toEqual([b.tokenHash, a.tokenHash]);
    });

    it('erases a session, also when it is gone already', async () => {
      const session = sampleSession();
      const owner = `usr_of_${session.sessionId}`;
      await sessions.create(session);
      await sessions.claim(session.tokenHash, claim(owner));
      await sessions.erase(session.tokenHash);
      await sessions.erase(session.tokenHash);
      expect(await sessions.findByTokenHash(session.tokenHash)).toBeUndefined();
      expect(await listed(owner)).toEqual([]);
    });

    it('refuses a second session under the same hash', async () => {
      const session = sampleSession();
      await sessions.create(session);
      await expect(sessions.create({ ...session, sessionId: 'ses_other' })).rejects.toMatchObject({
        name: 'AlreadyExists',
      });
    });
  });
}
