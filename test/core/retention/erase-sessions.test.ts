import { describe, expect, it } from '@jest/globals';
import { finishClaims } from '../../../core/claims/finish-claims.ts';
import { eraseOwner, goOnErasingOwners } from '../../../core/retention/erase-owner.ts';
import { ownerErasure } from '../../../core/retention/owner-erasure.ts';
import { createSession } from '../../../core/sessions/create-session.ts';
import { hashToken } from '../../../core/sessions/model/token-hash.ts';
import { quiet } from '../builders/races.ts';
import { arrived } from '../builders/records.ts';
import { admin, aWorld, type World } from '../builders/world.ts';

const requestedAt = '2030-01-02T00:00:00.000Z';

const claimed = async (world: World, claimedBy: string, claimedAt: string) => {
  const { token, sessionId } = await createSession({ ...world, sessionHours: 24 });
  await world.sessions.claim(hashToken(token), { claimedBy, claimedAt });
  return sessionId;
};

const erase = (world: World) => {
  world.clock.set(requestedAt);
  return eraseOwner(world, admin, { ownerId: 'usr_alice', dryRun: false }, quiet);
};

const goOn = (world: World, now: string): Promise<void> => {
  world.clock.set(now);
  return goOnErasingOwners(world, new Date('2040-01-01'), quiet);
};

const left = ({ sessions }: World) =>
  sessions.all.map(({ claimedBy, claimedAt }) => [claimedBy, claimedAt]);

describe('sessions of an erased owner', () => {
  it('go in the last look if they were claimed before the request, and no other goes', async () => {
    const world = aWorld();
    await claimed(world, 'usr_alice', '2030-01-01T23:59:00.000Z');
    await claimed(world, 'usr_alice', '2030-01-02T00:01:00.000Z');
    await claimed(world, 'usr_mallory', '2030-01-01T23:59:00.000Z');
    await createSession({ ...world, sessionHours: 24 });
    await erase(world);
    await goOn(world, '2030-01-03T23:00:00.000Z');
    expect(left(world)).toHaveLength(4);
    await goOn(world, '2030-01-04T00:01:00.000Z');
    expect(left(world)).toEqual([
      ['usr_alice', '2030-01-02T00:01:00.000Z'],
      ['usr_mallory', '2030-01-01T23:59:00.000Z'],
      [undefined, undefined],
    ]);
    expect((await ownerErasure(world, { ownerId: 'usr_alice' })).finishedAt).toBeDefined();
  });

  it('stay while what a claim missed is found by them, so that it is erased, too', async () => {
    const world = aWorld();
    const sessionId = await claimed(world, 'usr_alice', '2030-01-01T23:59:00.000Z');
    await erase(world);
    arrived(world, 'upl_late', { ownerId: sessionId, createdAt: '2030-01-01T23:58:00.000Z' });
    world.clock.set('2030-01-02T12:00:00.000Z');
    await finishClaims(world, quiet);
    await goOn(world, '2030-01-02T13:00:00.000Z');
    expect(await world.uploads.find('upl_late')).toBeUndefined();
  });

  it('that cannot be deleted just now keep the erasure open', async () => {
    const world = aWorld();
    await claimed(world, 'usr_alice', '2030-01-01T23:59:00.000Z');
    await erase(world);
    const { sessions } = world;
    const failing = {
      claimedBy: (ownerId: string) => sessions.claimedBy(ownerId),
      findByTokenHash: (hash: string) => sessions.findByTokenHash(hash),
      erase: () => Promise.reject(new Error('no table')),
    };
    world.clock.set('2030-01-04T00:01:00.000Z');
    await goOnErasingOwners({ ...world, sessions: failing }, new Date('2040-01-01'), quiet);
    const finished = async () =>
      (await ownerErasure(world, { ownerId: 'usr_alice' })).finishedAt !== undefined;
    expect(await finished()).toBe(false);
    await goOn(world, '2030-01-04T01:01:00.000Z');
    expect([await finished(), left(world)]).toEqual([true, []]);
  });
});
