import { describe, expect, it } from '@jest/globals';
import { claimSession } from '../../../core/claims/claim-session.ts';
import { finishClaims } from '../../../core/claims/finish-claims.ts';
import { createSession } from '../../../core/sessions/create-session.ts';
import { sampleJob } from '../../contracts/shared/samples.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import { anUpload } from '../builders/records.ts';
import { alice, aWorld, type World } from '../builders/world.ts';

const hour = 3_600_000;

const aVisit = async (world: World = aWorld()) => {
  const { token, sessionId } = await createSession(world);
  return { world, token, visitor: { ownerId: sessionId, admin: false, worker: false } };
};

const ownerOf = async (world: World, uploadId: string) =>
  (await world.uploads.find(uploadId))?.ownerId;

const finish = (world: World) =>
  finishClaims(world, (error) => {
    throw error;
  });

describe('stragglers', () => {
  it('that no index showed are moved by the reconciler for a day', async () => {
    const { world, token, visitor } = await aVisit();
    await claimSession(world, alice, { token });
    world.uploads.put(anUpload({ ownerId: visitor.ownerId }));
    world.clock.advance(23 * hour);
    expect(await finish(world)).toEqual({ uploads: 1, orders: 0, failed: 0 });
    world.uploads.put(anUpload({ uploadId: 'upl_2', ownerId: visitor.ownerId }));
    world.clock.advance(2 * hour);
    expect(await finish(world)).toEqual({ uploads: 0, orders: 0, failed: 0 });
  });

  it('are looked for in 20 claims at the same time, so that 50,000 a day are in time', async () => {
    const { world } = await aVisit();
    for (let each = 0; each < 30; each += 1) {
      const { token } = await aVisit(world);
      await claimSession(world, alice, { token });
    }
    let [now, most] = [0, 0];
    const findByTokenHash = async (hash: string) => {
      most = Math.max(most, ++now);
      await new Promise(setImmediate);
      now -= 1;
      return world.sessions.findByTokenHash(hash);
    };
    const claimedSince = (since: Date) => world.sessions.claimedSince(since);
    const sessions = Object.assign(Object.create(world.sessions), {
      claimedSince,
      findByTokenHash,
    });
    await finish({ ...world, sessions });
    expect(most).toBe(20);
  });

  it('made with the token after the claim are nobody’s: the claimer does not get what they did not have', async () => {
    const { world, token, visitor } = await aVisit();
    await claimSession(world, alice, { token });
    world.uploads.put(
      anUpload({ ownerId: visitor.ownerId, createdAt: '2030-01-01T00:00:30.000Z' }),
    );
    world.clock.advance(hour);
    await finish(world);
    await claimSession(world, alice, { token });
    expect(await ownerOf(world, 'upl_1')).toBe(visitor.ownerId);
  });

  it.each([
    ['claimed, go with it', '2030-01-01T00:00:00.000Z', true],
    ['sent after the claim, stay with it', '2030-01-01T00:00:20.000Z', false],
  ])('that are smaller pictures of one that was %s', async (_what, createdAt, isAlices) => {
    const { world, token, visitor } = await aVisit();
    const original = anUpload({ ownerId: visitor.ownerId, createdAt });
    world.uploads.put(original);
    await claimSession(world, alice, { token });
    const drawn = anUpload({ uploadId: 'upl_small', ownerId: visitor.ownerId });
    world.uploads.put({
      ...drawn,
      createdAt: '2030-01-01T00:00:30.000Z',
      variantOf: { uploadId: original.uploadId, size: 'thumbnail' },
    });
    await finish(world);
    const owner = isAlices ? alice.ownerId : visitor.ownerId;
    expect(await ownerOf(world, original.uploadId)).toBe(owner);
    expect(await ownerOf(world, 'upl_small')).toBe(owner);
  });

  it('that a worker registers for a job the claim did not see go with the job', async () => {
    const { world, token, visitor } = await aVisit();
    await claimSession(world, alice, { token });
    world.jobs.put(
      sampleJob({
        jobId: 'job_1',
        ownerId: visitor.ownerId,
        createdAt: '2030-01-01T00:00:00.000Z',
      }),
    );
    const result = {
      ownerId: visitor.ownerId,
      jobIds: ['job_1'],
      createdAt: '2030-01-01T00:00:30.000Z',
    };
    world.uploads.put(anUpload({ ...result, uploadId: 'upl_cut' }));
    world.uploads.put(anUpload({ ...result, uploadId: 'upl_sent', reservedFor: visitor.ownerId }));
    expect(await finish(world)).toMatchObject({ uploads: 1 });
    expect([await ownerOf(world, 'upl_cut'), await ownerOf(world, 'upl_sent')]).toEqual([
      alice.ownerId,
      visitor.ownerId,
    ]);
  });

  it('of a job begun after the claim are as much nobody’s as the job', async () => {
    const { world, token, visitor } = await aVisit();
    await claimSession(world, alice, { token });
    const since = { ownerId: visitor.ownerId, createdAt: '2030-01-01T00:00:30.000Z' };
    world.jobs.put(sampleJob({ ...since, jobId: 'job_1' }));
    world.uploads.put(anUpload({ ...since, jobIds: ['job_1'] }));
    expect(await finish(world)).toMatchObject({ uploads: 0 });
  });

  it('of one session do not keep another’s waiting', async () => {
    const world = aWorld();
    const visits = [await aVisit(world), await aVisit(world)];
    for (const { token } of visits) await claimSession(world, alice, { token });
    const [first, second] = visits.map(({ visitor }) => visitor.ownerId);
    world.uploads.put(anUpload({ uploadId: 'upl_1', ownerId: first ?? '' }));
    world.uploads.put(anUpload({ uploadId: 'upl_2', ownerId: second ?? '' }));
    const uploads = faulty(world.uploads, (operation, [upload]) =>
      operation === 'save' && (upload as { uploadId: string }).uploadId === 'upl_1'
        ? 'before'
        : undefined,
    );
    const failures: unknown[] = [];
    const report = await finishClaims({ ...world, uploads }, (error) => failures.push(error));
    expect([report.uploads, report.failed, failures.length]).toEqual([1, 1, 1]);
  });
});
