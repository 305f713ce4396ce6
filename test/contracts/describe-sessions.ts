import { describe, expect, it } from '@jest/globals';
import type { Sessions } from '../../core/ports.ts';
import { sampleSession } from './samples.ts';

/** What every store of sessions must do. */
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

    it('refuses a second session under the same hash', async () => {
      const session = sampleSession();
      await sessions.create(session);
      await expect(sessions.create({ ...session, sessionId: 'ses_other' })).rejects.toMatchObject({ name: 'AlreadyExists' });
    });
  });
}
