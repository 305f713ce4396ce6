import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { generateKeyPair, SignJWT } from 'jose';
import { DynamoSessions } from '../../../adapters/sessions/dynamo-sessions.ts';
import { hashToken } from '../../../core/sessions/model/token-hash.ts';
import { documents } from '../../contracts/shared/emulator.ts';
import { freshId } from '../../contracts/shared/samples.ts';
import { deployed } from '../shared/deployed.ts';
import { aUser, signedInUser, type Tokens } from '../shared/pool-user.ts';
import { uploaded } from '../shared/sample-upload.ts';
import { request, Visitor } from '../shared/visitor.ts';

const path = `/uploads/${freshId('upl')}`;

/** 404 says: we know who you are, and there is no such upload. */
const statusWith = async (token: string): Promise<number> =>
  (await request({ method: 'GET', path, token })).status;

const session = async (expiresAt: Date): Promise<string> => {
  const token = `kst_${randomBytes(32).toString('base64url')}`;
  const record = {
    sessionId: freshId('ses'),
    expiresAt: expiresAt.toISOString(),
    createdAt: new Date(0).toISOString(),
  };
  await new DynamoSessions(documents, deployed.tables.sessions).create({
    ...record,
    tokenHash: hashToken(token),
  });
  return token;
};

describe('a session token', () => {
  it('opens the API until the session expires', async () => {
    expect(await statusWith(await session(new Date(Date.now() + 3_600_000)))).toBe(404);
  });

  it('is refused once it has expired, though its record is still there', async () => {
    expect(await statusWith(await session(new Date(Date.now() - 1)))).toBe(403);
  });

  it('is refused when it is only the hash of one', async () => {
    const token = await session(new Date(Date.now() + 3_600_000));
    expect(await statusWith(`kst_${hashToken(token)}`)).toBe(403);
  });
});

/** The same claims with one letter of one part changed. */
const tampered = (token: string, part: 0 | 1 | 2): string => {
  const parts = token.split('.');
  const text = parts[part] ?? '';
  const at = Math.floor(text.length / 2);
  parts[part] = `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
  return parts.join('.');
};

/** The real claims under a foreign signature. */
const forged = async (token: string): Promise<string> => {
  const [header = '', payload = ''] = token
    .split('.')
    .map((part) => Buffer.from(part, 'base64url').toString());
  const { privateKey } = await generateKeyPair('RS256');
  return new SignJWT(JSON.parse(payload))
    .setProtectedHeader({ alg: 'RS256', kid: JSON.parse(header).kid })
    .sign(privateKey);
};

const unsigned = (token: string): string =>
  `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1]}.`;

describe('a token of the user pool', () => {
  let tokens: Tokens;
  beforeAll(async () => {
    tokens = await signedInUser();
  });

  it('makes its user an owner', async () => {
    const user = new Visitor(tokens.AccessToken);
    const { uploadId } = await uploaded(user);
    const { sub } = JSON.parse(
      Buffer.from(tokens.AccessToken.split('.')[1] ?? '', 'base64url').toString(),
    );
    expect((await user.get(`/uploads/${uploadId}`)).body.ownerId).toBe(`usr_${sub}`);
  });

  it('does not open what another user owns', async () => {
    const { uploadId } = await uploaded(new Visitor(tokens.AccessToken));
    expect((await (await aUser()).get(`/uploads/${uploadId}`)).status).toBe(404);
  });

  it('is refused when it is an ID token: those say who somebody is, not what they may do', async () => {
    expect(await statusWith(tokens.IdToken)).toBe(403);
  });

  it.each([
    ['header', 0],
    ['claims', 1],
    ['signature', 2],
  ] as const)('is refused when its %s were changed', async (_what, part) => {
    expect(await statusWith(tampered(tokens.AccessToken, part))).toBe(403);
  });

  it('is refused when somebody else signed it', async () => {
    expect(await statusWith(await forged(tokens.AccessToken))).toBe(403);
  });

  it('is refused when nobody signed it', async () => {
    expect(await statusWith(unsigned(tokens.AccessToken))).toBe(403);
  });
});

describe('an Authorization header', () => {
  it.each(['Bearer', 'Bearer ', 'Basic dXNlcjpwYXNz', 'garbage', 'Bearer a b'])(
    'of "%s" opens nothing',
    async (authorization) => {
      const { status } = await fetch(`${deployed.apiUrl}${path}`, { headers: { authorization } });
      expect([401, 403]).toContain(status);
    },
  );
});
