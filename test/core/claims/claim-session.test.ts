import { describe, expect, it } from '@jest/globals';
import { claimSession } from '../../../core/claims/claim-session.ts';
import { createLink, revokeLink } from '../../../core/delivery/manage-links.ts';
import { NotAllowed, NotFound, NotSignedIn } from '../../../core/errors.ts';
import { copyFiles } from '../../../core/orders/copy-files.ts';
import { verifyFiles } from '../../../core/orders/verify-files.ts';
import { authenticate } from '../../../core/sessions/authenticate.ts';
import { createSession } from '../../../core/sessions/create-session.ts';
import { sampleJob } from '../../contracts/shared/samples.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import { aFile, aMigratingOrder, anOrder, anUpload, arrived, run } from '../builders/records.ts';
import { alice, aWorld, errorOf, mallory, stored, type World } from '../builders/world.ts';

const hour = 3_600_000;

const aVisit = async (world: World = aWorld()) => {
  const { token, sessionId } = await createSession(world);
  return { world, token, visitor: { ownerId: sessionId, admin: false, worker: false } };
};

const noTokens = { verify: () => Promise.reject(new NotSignedIn('none')) };

const opens = (world: World, token: string) =>
  authenticate(
    {
      ...world,
      keys: { find: async () => undefined },
      tokens: noTokens,
      adminGroup: 'admin',
      workerGroup: 'worker',
      viewerGroup: 'viewer',
    },
    `Bearer ${token}`,
  );

const ownerOf = async (world: World, uploadId: string) =>
  (await world.uploads.find(uploadId))?.ownerId;

describe('claim a session', () => {
  it('moves uploads, orders and jobs, keeps where they came from, and answers a fresh session', async () => {
    const { world, token, visitor } = await aVisit();
    world.uploads.put(anUpload({ ownerId: visitor.ownerId }));
    world.orders.put(anOrder({ ownerId: visitor.ownerId }), [aFile('photo')]);
    world.jobs.put(
      sampleJob({
        jobId: 'job_1',
        ownerId: visitor.ownerId,
        createdAt: '2030-01-01T00:00:00.000Z',
      }),
    );
    const { uploads, orders, session } = await claimSession(world, alice, { token });
    expect([uploads, orders]).toEqual([1, 1]);
    expect(await world.uploads.find('upl_1')).toMatchObject({
      ownerId: alice.ownerId,
      sessionId: visitor.ownerId,
    });
    expect((await stored(world)).order).toMatchObject({
      ownerId: alice.ownerId,
      sessionId: visitor.ownerId,
    });
    expect(await world.jobs.find('job_1')).toMatchObject({
      ownerId: alice.ownerId,
      sessionId: visitor.ownerId,
    });
    expect(await opens(world, session.token)).toMatchObject({ ownerId: session.sessionId });
  });

  it('moves more than a page of uploads', async () => {
    const { world, token, visitor } = await aVisit();
    for (let number = 0; number < 120; number += 1)
      world.uploads.put(anUpload({ uploadId: `upl_${number}`, ownerId: visitor.ownerId }));
    expect((await claimSession(world, alice, { token })).uploads).toBe(120);
  });

  it('leaves everybody else’s alone', async () => {
    const { world, token } = await aVisit();
    world.uploads.put(anUpload({ ownerId: mallory.ownerId }));
    expect((await claimSession(world, alice, { token })).uploads).toBe(0);
    expect(await ownerOf(world, 'upl_1')).toBe(mallory.ownerId);
  });

  it('rotates the token: the old one opens nothing any more', async () => {
    const { world, token } = await aVisit();
    const { session } = await claimSession(world, alice, { token });
    expect(session.token).not.toBe(token);
    expect(await errorOf(opens(world, token))).toBeInstanceOf(NotSignedIn);
  });

  it('closes the session before it moves anything', async () => {
    const { world, token, visitor } = await aVisit();
    world.uploads.put(anUpload({ ownerId: visitor.ownerId }));
    const broken = {
      ...world,
      uploads: faulty(world.uploads, (operation) => (operation === 'save' ? 'before' : undefined)),
    };
    await errorOf(claimSession(broken, alice, { token }));
    expect(await errorOf(opens(world, token))).toBeInstanceOf(NotSignedIn);
  });

  it.each(['before', 'after'] as const)(
    'is carried on by the same call when a write failed %s its effect',
    async (fault) => {
      const { world, token, visitor } = await aVisit();
      for (const uploadId of ['upl_1', 'upl_2'])
        world.uploads.put(anUpload({ uploadId, ownerId: visitor.ownerId }));
      let saves = 0;
      const broken = {
        ...world,
        uploads: faulty(world.uploads, (operation) =>
          operation === 'save' && saves++ === 0 ? fault : undefined,
        ),
      };
      await errorOf(claimSession(broken, alice, { token }));
      await claimSession(world, alice, { token });
      expect([await ownerOf(world, 'upl_1'), await ownerOf(world, 'upl_2')]).toEqual([
        alice.ownerId,
        alice.ownerId,
      ]);
    },
  );

  it('is nobody else’s to repeat: claimed, unknown and expired look alike', async () => {
    const { world, token } = await aVisit();
    const { token: expired } = await createSession(world);
    await claimSession(world, alice, { token });
    world.clock.advance(25 * hour);
    const errors = [token, `${token}x`, expired].map((one) =>
      errorOf(claimSession(world, mallory, { token: one })),
    );
    const messages = (await Promise.all(errors)).map(
      (error) => error instanceof NotFound && error.message,
    );
    expect(new Set(messages)).toEqual(
      new Set([
        'No session of that token here. The session is unknown, expired or claimed by somebody else.',
      ]),
    );
  });

  it('is not for sessions', async () => {
    const { world, token, visitor } = await aVisit();
    expect(await errorOf(claimSession(world, visitor, { token }))).toBeInstanceOf(NotAllowed);
    expect(await opens(world, token)).toBeDefined();
  });

  it('lets the new owner manage the links the session made, and nobody else', async () => {
    const { world, token, visitor } = await aVisit();
    world.orders.put(anOrder({ ownerId: visitor.ownerId, status: 'completed' }), [aFile('photo')]);
    const link = await createLink(world, visitor, 'ord_1', {});
    await claimSession(world, alice, { token });
    expect(await errorOf(revokeLink(world, visitor, link.token))).toBeInstanceOf(NotFound);
    await revokeLink(world, alice, link.token);
    expect(world.links.all[0]?.revokedAt).toBeDefined();
  });
});

describe('an order claimed while it is migrated', () => {
  const chunk = { ...run, roles: ['photo'] };

  const migrating = async () => {
    const { world, token, visitor } = await aVisit();
    arrived(world, 'upl_photo', { ownerId: visitor.ownerId });
    world.orders.put({ ...aMigratingOrder(), ownerId: visitor.ownerId }, [aFile('photo')]);
    return { world, visitor, claim: () => claimSession(world, alice, { token }) };
  };

  const outcomes = async (world: World) =>
    (await verifyFiles(world, chunk)).map(({ status }) => status);

  it('is verified with copies that bear the session’s mark', async () => {
    const { world, claim } = await migrating();
    await copyFiles(world, chunk);
    await claim();
    expect(await outcomes(world)).toEqual(['verified']);
  });

  it('is verified with copies made after the claim', async () => {
    const { world, claim } = await migrating();
    await claim();
    await copyFiles(world, chunk);
    expect(await outcomes(world)).toEqual(['verified']);
  });

  it.each(['order', 'upload'] as const)(
    'is verified while only its %s was moved',
    async (moved) => {
      const { world, visitor } = await migrating();
      const owner = { ownerId: alice.ownerId, sessionId: visitor.ownerId };
      const { order, files } = await stored(world);
      if (moved === 'order') world.orders.put({ ...order, ...owner }, files);
      const upload = await world.uploads.find('upl_photo');
      if (moved === 'upload' && upload) world.uploads.put({ ...upload, ...owner });
      await copyFiles(world, chunk);
      expect(await outcomes(world)).toEqual(['verified']);
    },
  );

  it('is still not verified with somebody else’s mark, nor with somebody else’s upload', async () => {
    const foreign = await migrating();
    await copyFiles(foreign.world, chunk);
    await foreign.claim();
    const upload = await foreign.world.uploads.find('upl_photo');
    if (upload)
      foreign.world.uploads.put({ ...upload, ownerId: mallory.ownerId, sessionId: 'ses_other' });
    expect(await outcomes(foreign.world)).toEqual(['failed']);
  });
});
