import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  jest,
} from '@jest/globals';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { handler as authorizer } from '../../../lambdas/sessions/authorizer.function.ts';
import { context } from '../lambda-context.ts';
import { catchLogs } from '../log-lines.ts';
import { Loopback } from '../loopback.ts';
import { taskRoot } from '../task-root.ts';

const issuer = 'https://issuer.test';
const server = new Loopback();

let keys: { ours: CryptoKey; theirs: CryptoKey };
let handler: typeof authorizer;
let jwks: object;
let lines: ReturnType<typeof catchLogs>;

/** The handler reads its settings when it is loaded, as Lambda does it. */
const load = async (endpoint: string): Promise<typeof authorizer> => {
  const auth = {
    issuer,
    jwksUri: `${endpoint}/jwks`,
    audiences: ['client-1'],
    adminGroup: 'admin',
  };
  Object.assign(process.env, {
    LAMBDA_TASK_ROOT: taskRoot({ auth }),
    SESSIONS_TABLE: 'sessions',
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'AKID',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_MAX_ATTEMPTS: '1',
  });
  return (await import('../../../lambdas/sessions/authorizer.function.ts')).handler;
};

beforeAll(async () => {
  const [ours, theirs] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  keys = { ours: ours.privateKey, theirs: theirs.privateKey };
  jwks = {
    keys: [{ ...(await exportJWK(ours.publicKey)), kid: 'key-1', alg: 'RS256', use: 'sig' }],
  };
  handler = await load(await server.start());
});
afterAll(() => server.stop());

let stored: Record<string, unknown> | undefined;
beforeEach(() => {
  stored = undefined;
  server.reply = (path) =>
    path === '/jwks' ? { body: jwks } : { body: stored ? { Item: stored } : {} };
  lines = catchLogs();
});
afterEach(() => {
  jest.restoreAllMocks();
});

const access = { token_use: 'access', client_id: 'client-1', sub: 'user-1' };
const other = { sub: 'user-1', aud: 'client-1', scope: 'files' };

type Signing = { key?: CryptoKey; iss?: string; expires?: string };

const token = (
  claims: JWTPayload,
  { key = keys.ours, iss = issuer, expires = '1h' }: Signing = {},
): Promise<string> =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: 'key-1' })
    .setIssuer(iss)
    .setExpirationTime(expires)
    .sign(key);

const decide = (authorization?: string) =>
  handler({ headers: authorization === undefined ? {} : { authorization } } as never, context);
const decideOn = async (jwt: Promise<string>) => decide(`Bearer ${await jwt}`);

const nobody = { isAuthorized: false, context: { ownerId: '', admin: false, worker: false } };

describe('the authorizer, shown a JWT', () => {
  it('lets an access token in, as its user', async () => {
    expect(await decideOn(token(access))).toEqual({
      isAuthorized: true,
      context: { ownerId: 'usr_user-1', admin: false, worker: false },
    });
  });

  it('makes a member of the admin group an admin', async () => {
    expect(
      await decideOn(token({ ...access, 'cognito:groups': ['readers', 'admin'] })),
    ).toMatchObject({ context: { admin: true } });
  });

  it('takes the groups of issuers other than Cognito', async () => {
    expect(await decideOn(token({ ...other, groups: ['admin'] }))).toMatchObject({
      context: { admin: true },
    });
  });

  it.each<[string, () => Promise<string>]>([
    ['an ID token', () => token({ ...access, token_use: 'id', aud: 'client-1' })],
    ['a token of another client', () => token({ ...access, client_id: 'client-2' })],
    ['a token for another audience', () => token({ ...other, aud: 'client-2' })],
    ['a token for no audience', () => token({ sub: 'user-1', scope: 'files' })],
    ['a token of another issuer', () => token(access, { iss: 'https://other.test' })],
    ['a token signed by somebody else', () => token(access, { key: keys.theirs })],
    ['an expired token', () => token(access, { expires: '-1s' })],
    ['a token of nobody', () => token({ ...access, sub: '' })],
    [
      'a token that never expires',
      () =>
        new SignJWT(access)
          .setProtectedHeader({ alg: 'RS256', kid: 'key-1' })
          .setIssuer(issuer)
          .sign(keys.ours),
    ],
    ['a token signed with the public key as a secret', () => symmetric()],
  ])('refuses %s', async (_what, make) => {
    expect(await decideOn(make())).toEqual(nobody);
  });
});

const symmetric = (): Promise<string> =>
  new SignJWT(access)
    .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
    .setIssuer(issuer)
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(JSON.stringify(jwks).padEnd(64)));

describe('the authorizer, shown a session token', () => {
  const session = (expiresAt: string) => ({
    tokenHash: { S: 'hash' },
    sessionId: { S: 'ses_1' },
    expiresAt: { S: expiresAt },
    createdAt: { S: '2020-01-01T00:00:00.000Z' },
  });

  it('lets a current one in, as its session and never as an admin', async () => {
    stored = session('2999-01-01T00:00:00.000Z');
    expect(await decide('Bearer kst_abc')).toEqual({
      isAuthorized: true,
      context: { ownerId: 'ses_1', admin: false, worker: false },
    });
  });

  it('refuses one that has expired and is still on record', async () => {
    stored = session('2020-01-02T00:00:00.000Z');
    expect(await decide('Bearer kst_abc')).toEqual(nobody);
  });

  it('refuses one that is not on record', async () => {
    expect(await decide('Bearer kst_abc')).toEqual(nobody);
  });
});

describe('the authorizer, shown anything else', () => {
  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Basic dXNlcg==',
    'kst_abc',
    'Bearer a b',
    'Bearer a.b.c',
  ])('refuses %p', async (authorization) => {
    expect(await decide(authorization)).toEqual(nobody);
  });

  it('says in its log that somebody was refused, and not what they showed', async () => {
    await decide('Bearer kst_abc');
    expect(lines).toMatchObject([{ level: 'INFO', message: 'Not signed in' }]);
    expect(JSON.stringify(lines)).not.toContain('kst_');
  });
});

describe('the authorizer, when it cannot find out', () => {
  it('throws when the sessions cannot be read: an outage is no refusal', async () => {
    server.reply = () => ({ status: 503, body: { __type: 'ServiceUnavailable' } });
    await expect(decide('Bearer kst_abc')).rejects.toMatchObject({ name: 'TransientFault' });
  });
});
