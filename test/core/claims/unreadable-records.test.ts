import { describe, expect, it } from '@jest/globals';
import { claimSession } from '../../../core/claims/claim-session.ts';
import { finishClaims } from '../../../core/claims/finish-claims.ts';
import { NotFound, RecordUnreadable } from '../../../core/errors.ts';
import { createSession } from '../../../core/sessions/create-session.ts';
import { listClaimedSessions } from '../../../core/sessions/list-claimed-sessions.ts';
import { sampleJob } from '../../contracts/shared/samples.ts';
import { damaged } from '../../fakes/shared/damaged.ts';
import { aFile, anOrder, anUpload } from '../builders/records.ts';
import { alice, aWorld, type World } from '../builders/world.ts';

/** A visitor with three records of each kind, one of which cannot be read. */
const aVisit = async () => {
  const world = aWorld();
  const { token, sessionId: ownerId } = await createSession(world);
  for (const n of [1, 2, 3]) {
    world.uploads.put(anUpload({ uploadId: `upl_${n}`, ownerId }));
    world.orders.put(anOrder({ orderId: `ord_${n}`, ownerId }), [
      aFile('photo', { orderId: `ord_${n}` }),
    ]);
    const createdAt = '2030-01-01T00:00:00.000Z';
    world.jobs.put(sampleJob({ jobId: `job_${n}`, ownerId, createdAt }));
  }
  const whole = { uploads: world.uploads, orders: world.orders };
  world.uploads = damaged(world.uploads, 'upload', ['upl_2']);
  world.orders = damaged(world.orders, 'order', ['ord_2']);
  world.jobs = damaged(world.jobs, 'job', ['job_2']);
  return { world, whole, token, sessionId: ownerId };
};

const ownersOf = async ({ uploads, orders }: Pick<World, 'uploads' | 'orders'>) => [
  ...(await uploads.findMany(['upl_1', 'upl_2', 'upl_3'])).map(({ ownerId }) => ownerId),
  ...orders.all.map(({ ownerId }) => ownerId),
];

describe('the claim of a session some of whose records cannot be read', () => {
  it('moves the others, and says which stay', async () => {
    const { world, whole, token, sessionId } = await aVisit();
    const claimed = await claimSession(world, alice, { token });
    expect(claimed).toMatchObject({ uploads: 2, orders: 2 });
    expect(claimed.unreadable).toEqual(['upl_2', 'ord_2', 'job_2']);
    expect(await ownersOf(whole)).toEqual([
      ...[alice.ownerId, sessionId, alice.ownerId],
      ...[alice.ownerId, sessionId, alice.ownerId],
    ]);
  });

  it('is told by the reconciler as not finished, and finished after the repair', async () => {
    const { world, whole, token } = await aVisit();
    await claimSession(world, alice, { token });
    const told: unknown[] = [];
    const report = await finishClaims(world, (error) => told.push(error));
    expect(report).toEqual({ uploads: 0, orders: 0, failed: 1 });
    expect(told).toMatchObject([{ message: expect.stringContaining('upload upl_2') }]);
    const repaired = await finishClaims({ ...world, ...whole }, () => undefined);
    expect(repaired).toMatchObject({ uploads: 1, orders: 1 });
  });
});

describe('the claim of a session with a job', () => {
  it.each([
    ['is damaged', new RecordUnreadable([{ kind: 'job', id: 'job_1', fields: [] }]), ['job_1']],
    ['is erased', new NotFound('job', 'job_1'), undefined],
  ])('goes on past it if it %s after it was listed', async (_, error, unreadable) => {
    const world = aWorld();
    const { token, sessionId: ownerId } = await createSession(world);
    const createdAt = '2030-01-01T00:00:00.000Z';
    for (const n of [1, 2]) world.jobs.put(sampleJob({ jobId: `job_${n}`, ownerId, createdAt }));
    const { jobs } = world;
    const find = jobs.find.bind(jobs);
    jobs.find = async (jobId) => {
      if (jobId === 'job_1') throw error;
      return find(jobId);
    };
    expect((await claimSession(world, alice, { token })).unreadable).toEqual(unreadable);
    expect(await find('job_2')).toMatchObject({ ownerId: alice.ownerId });
  });
});

describe('the list of claimed sessions', () => {
  it('shows the others, and names one that cannot be read', async () => {
    const world = aWorld();
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      const { token, sessionId } = await createSession(world);
      await claimSession(world, alice, { token });
      ids.push(sessionId);
    }
    const [lost = ''] = ids;
    const sessions = damaged(world.sessions, 'session', [lost]);
    const listed = await listClaimedSessions({ sessions }, { ownerId: alice.ownerId });
    expect(listed.sessions.map(({ sessionId }) => sessionId)).not.toContain(lost);
    expect([listed.sessions.length, listed.unreadable]).toEqual([2, [lost]]);
  });
});
