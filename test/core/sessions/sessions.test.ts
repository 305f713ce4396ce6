import { describe, expect, it } from '@jest/globals';
import { NotSignedIn } from '../../../core/errors.ts';
import { authenticate } from '../../../core/sessions/authenticate.ts';
import { createSession } from '../../../core/sessions/create-session.ts';
import { hashToken } from '../../../core/sessions/model/token-hash.ts';
import type { TokenVerifier } from '../../../core/sessions/ports.ts';
import { MemoryMachineKeys } from '../../fakes/sessions/memory-machine-keys.ts';
import { aWorld } from '../builders/world.ts';

const hour = 3_600_000;

const issuer: TokenVerifier = {
  verify: async (token) => {
    if (token !== 'good.jwt.token') throw new NotSignedIn('Not a token of ours.');
    return { subject: 'alice', groups: ['admin'] };
  },
};

const signIn = () => {
  const world = aWorld();
  const deps = {
    ...world,
    keys: new MemoryMachineKeys(),
    tokens: issuer,
    adminGroup: 'admin',
    workerGroup: 'worker',
    viewerGroup: 'viewer',
  };
  return {
    world,
    deps,
    as: (authorization: string | undefined) => authenticate(deps, authorization),
  };
};

describe('create session', () => {
  it('shows a token that says what it is', async () => {
    expect((await createSession(aWorld())).token).toMatch(/^kst_[\w-]{43}$/);
  });

  it('stores the token’s hash and never the token', async () => {
    const world = aWorld();
    const { token } = await createSession(world);
    const session = await world.sessions.findByTokenHash(hashToken(token));
    expect(session?.tokenHash).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(session)).not.toContain(token.slice(4));
  });

  it('lives as long as the stage says', async () => {
    expect((await createSession(aWorld())).expiresAt).toBe('2030-01-02T00:00:00.000Z');
  });

  it('gives every visitor an id and a token of their own', async () => {
    const world = aWorld();
    const [first, second] = [await createSession(world), await createSession(world)];
    expect([first.sessionId === second.sessionId, first.token === second.token]).toEqual([
      false,
      false,
    ]);
  });
});

describe('authenticate', () => {
  it('knows a session by its token; it is nobody’s admin', async () => {
    const { world, as } = signIn();
    const { token, sessionId } = await createSession(world);
    expect(await as(`Bearer ${token}`)).toEqual({
      ownerId: sessionId,
      admin: false,
      worker: false,
    });
  });

  it('refuses a session from the moment it expires, though its record is still there', async () => {
    const { world, as } = signIn();
    const { token } = await createSession(world);
    world.clock.advance(24 * hour);
    await expect(as(`Bearer ${token}`)).rejects.toThrow(NotSignedIn);
  });

  it('accepts a session until then', async () => {
    const { world, as } = signIn();
    const { token } = await createSession(world);
    world.clock.advance(24 * hour - 1);
    await expect(as(`Bearer ${token}`)).resolves.toMatchObject({ admin: false });
  });

  it('refuses a session nobody started', async () => {
    await expect(signIn().as('Bearer kst_invented')).rejects.toThrow(NotSignedIn);
  });

  it('does not take a stolen hash for a token', async () => {
    const { world, as } = signIn();
    const { token } = await createSession(world);
    await expect(as(`Bearer kst_${hashToken(token)}`)).rejects.toThrow(NotSignedIn);
  });

  it('takes a user’s id and rights from the issuer’s token', async () => {
    expect(await signIn().as('Bearer good.jwt.token')).toEqual({
      ownerId: 'usr_alice',
      admin: true,
      worker: true,
    });
  });

  it('makes nobody an admin who is not in the group', async () => {
    const { deps } = signIn();
    expect(
      await authenticate({ ...deps, adminGroup: 'operators' }, 'Bearer good.jwt.token'),
    ).toEqual({
      ownerId: 'usr_alice',
      admin: false,
      worker: false,
    });
  });

  it('makes a member of the viewers’ group a viewer, and no admin', async () => {
    const { deps } = signIn();
    const groups = { adminGroup: 'operators', viewerGroup: 'admin' };
    expect(await authenticate({ ...deps, ...groups }, 'Bearer good.jwt.token')).toEqual({
      ownerId: 'usr_alice',
      admin: false,
      worker: false,
      viewer: true,
    });
  });

  it('passes on what the issuer refuses', async () => {
    await expect(signIn().as('Bearer forged.jwt.token')).rejects.toThrow(NotSignedIn);
  });

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Basic abc',
    'good.jwt.token',
    'Bearer two words',
    'xBearer good.jwt.token',
  ])('refuses the header %j', async (header) => {
    await expect(signIn().as(header)).rejects.toThrow(NotSignedIn);
  });
});
