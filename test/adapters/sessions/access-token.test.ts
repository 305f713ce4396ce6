import { describe, expect, it } from '@jest/globals';
import { subjectOf } from '../../../adapters/sessions/access-token.ts';

const claims = { iss: 'https://issuer.test', sub: 'user-1', aud: 'keepsake', exp: 1 };
const untyped = Symbol('a header without typ');
const subject = (more: object, typ: unknown) =>
  subjectOf(['keepsake', 'console'], {
    header: typ === untyped ? {} : { typ },
    claims: { ...claims, ...more },
  });

describe('an access token', () => {
  it.each<[string, object, unknown]>([
    ['RFC 9068', { client_id: 'app' }, 'at+jwt'],
    ['RFC 9068, in full', { client_id: 'app' }, 'application/AT+JWT'],
    ['Cognito', { aud: undefined, token_use: 'access', client_id: 'keepsake' }, untyped],
    [
      'Cognito for the console',
      { aud: undefined, token_use: 'access', client_id: 'console' },
      untyped,
    ],
    ['Auth0', { aud: ['keepsake', 'https://a.test/userinfo'], scope: 'openid files' }, 'JWT'],
    ['Okta', { scp: ['openid', 'files'], cid: 'app', uid: 'user-1' }, untyped],
    ['Entra ID', { scp: 'files', ver: '2.0', azp: 'app' }, 'JWT'],
    ['Keycloak', { typ: 'Bearer', azp: 'app', scope: 'openid' }, 'JWT'],
  ])('of %s names its user', (_issuer, more, typ) => {
    expect(subject(more, typ)).toBe('user-1');
  });
});

describe('a token that is refused', () => {
  it.each<[string, object, unknown?]>([
    ['an ID token', { email: 'a@example.com' }],
    ['an ID token without a typ header', { email: 'a@example.com' }, untyped],
    ['an ID token with a nonce', { nonce: 'n', scope: 'openid' }],
    ['an ID token with the hash of an access token', { at_hash: 'h', scope: 'openid' }],
    ['an ID token of Cognito', { token_use: 'id' }],
    ['an ID token of Cognito that names a client', { token_use: 'id', client_id: 'keepsake' }],
    ['an ID token of Keycloak', { typ: 'ID', scope: 'openid' }],
    ['a refresh token of Keycloak', { typ: 'Refresh', scope: 'openid' }],
    ['a logout token', { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } }],
    ['a logout token, typed', { scope: 'openid' }, 'logout+jwt'],
    ['a logout token that calls itself an access token', { events: {} }, 'at+jwt'],
    ['a security event token', { scope: 'openid' }, 'secevent+jwt'],
    ['an access token with a nonce', { nonce: 'n' }, 'at+jwt'],
    ['a token of another type', { scope: 'openid' }, 'dpop+jwt'],
    ['a type that is no string', { scope: 'openid' }, 7],
    ['a scope that is no string', { scope: { openid: true } }],
    ['another audience', { aud: 'other' }, 'at+jwt'],
    ['no audience', { aud: undefined }, 'at+jwt'],
    ['another client of Cognito', { token_use: 'access', client_id: 'other' }],
  ])('%s', (_what, more, typ = 'JWT') => {
    expect(subject(more, typ)).toBeUndefined();
  });

  it.each([
    undefined,
    null,
    '',
    ' ',
    'user-1 ',
    'user\n1',
    'üser',
    7,
    true,
    ['user-1'],
    { id: 1 },
    'u'.repeat(256),
  ])('a subject of %j', (sub) => {
    expect(subject({ sub }, 'at+jwt')).toBeUndefined();
  });
});
