import { describe, expect, it } from '@jest/globals';
import { claimsOf, nameOf, roleOf } from '../../../console/session/claims.ts';
import { pathAfterSignIn, signOutAddress } from '../../../console/session/sign-in-paths.ts';
import { tokenOf } from '../../../console/session/token-of.ts';

const groups = { adminGroup: 'admin', viewerGroup: 'viewer' };

describe('the claims of a token', () => {
  it('decide what is shown', () => {
    expect(roleOf({ 'cognito:groups': ['viewer', 'admin'] }, groups)).toBe('admin');
    expect(roleOf({ groups: ['viewer'] }, groups)).toBe('viewer');
    expect(roleOf({ groups: 'admin' }, groups)).toBe('none');
    expect(nameOf({ sub: '1', email: 'you@example.com' })).toBe('you@example.com');
  });

  it.each(['', 'opaque', 'a.b.c', 'a.W10.c'])('are none in %p, and nothing fails', (token) => {
    expect(roleOf(claimsOf(token), groups)).toBe('none');
  });

  it('are read with signs of any language', () => {
    const claims = Buffer.from(JSON.stringify({ email: 'jürgen@example.com' })).toString(
      'base64url',
    );
    expect(nameOf(claimsOf(`a.${claims}.c`))).toBe('jürgen@example.com');
  });
});

describe('the path after a sign-in', () => {
  it.each([
    ['/orders/ord_1?x=1#y', '/orders/ord_1?x=1#y'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example', '/'],
    ['/sign-in?code=1', '/'],
    [undefined, '/'],
    [['/x'], '/'],
  ])('of %p is %s', (state, path) => {
    expect(pathAfterSignIn(state)).toBe(path);
  });

  it('is the console itself after signing out at Cognito', () => {
    const signIn = { signOutUrl: 'https://pages.example/logout', clientId: 'abc' };
    expect(signOutAddress(signIn, 'https://ops.example.com')).toBe(
      'https://pages.example/logout?client_id=abc&logout_uri=https%3A%2F%2Fops.example.com',
    );
  });
});

describe('the token of a session', () => {
  const manager = (expired = false) => {
    let serial = 1;
    return {
      renewed: () => serial - 1,
      getUser: async () => ({ access_token: `token ${serial}`, refresh_token: 'r', expired }),
      signinSilent: async (): Promise<{ access_token: string }> => {
        serial += 1;
        return { access_token: `token ${serial}` };
      },
    };
  };

  it('is renewed once the API rejected the last one', async () => {
    const users = manager();
    const getToken = tokenOf(users);
    expect([await getToken(), users.renewed()]).toEqual(['token 1', 0]);
    expect([await getToken(), users.renewed()]).toEqual(['token 2', 1]);
  });

  it('is taken as it is where it was renewed meanwhile', async () => {
    const users = manager();
    const getToken = tokenOf(users);
    await getToken();
    await users.signinSilent();
    expect([await getToken(), users.renewed()]).toEqual(['token 2', 1]);
  });

  it('is renewed before it is used when it has expired', async () => {
    expect(await tokenOf(manager(true))()).toBe('token 2');
  });

  const failing = (error: Error) => ({
    getUser: async () => ({ access_token: 'token', refresh_token: 'r', expired: true }),
    signinSilent: (): Promise<never> => Promise.reject(error),
  });
  const refusal = Object.assign(new Error('Refresh Token has expired'), { error: 'invalid_grant' });

  it.each([
    [
      'nobody is signed in',
      { getUser: async () => null, signinSilent: async (): Promise<null> => null },
    ],
    ['the issuer renews it no more', failing(refusal)],
    [
      'there is no refresh token',
      {
        getUser: async () => ({ access_token: 'token', expired: true }),
        signinSilent: () => Promise.reject(new Error('A frame would be refused.')),
      },
    ],
  ])('is refused like a rejected one where %s', async (_why, users) => {
    await expect(tokenOf(users)()).rejects.toMatchObject({ status: 401 });
  });

  it('is refused like an API that is down where the issuer does not answer', async () => {
    const users = failing(new TypeError('Failed to fetch'));
    await expect(tokenOf(users)()).rejects.toMatchObject({ status: 0 });
  });
});
