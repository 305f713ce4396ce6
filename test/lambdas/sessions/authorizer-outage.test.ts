import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateKeyPair, SignJWT } from 'jose';
import { JwksTokenVerifier } from '../../../adapters/sessions/jwks-token-verifier.ts';
import { Loopback, type Reply } from '../loopback.ts';

const issuer = 'https://issuer.test';
const server = new Loopback();

let endpoint: string;
let token: string;
beforeAll(async () => {
  endpoint = await server.start();
  const { privateKey } = await generateKeyPair('RS256');
  const claims = new SignJWT({ token_use: 'access', client_id: 'client-1', sub: 'user-1' });
  token = await claims
    .setProtectedHeader({ alg: 'RS256', kid: 'key-1' })
    .setIssuer(issuer)
    .setExpirationTime('1h')
    .sign(privateKey);
});
afterAll(() => server.stop());

const verify = (reply: Reply): Promise<unknown> => {
  server.reply = reply;
  return new JwksTokenVerifier({
    issuer,
    jwksUri: `${endpoint}/jwks`,
    audiences: ['client-1'],
  }).verify(token);
};

describe('a token whose issuer’s keys cannot be read', () => {
  it.each<[string, Reply]>([
    ['the issuer hangs up', () => undefined],
    ['the issuer is down', () => ({ status: 503, body: {} })],
    ['the issuer answers something else', () => ({ body: 'a login page' })],
  ])('is not called invalid: %s', async (_what, reply) => {
    await expect(verify(reply)).rejects.toMatchObject({ name: 'TransientFault' });
  });

  it('is invalid when the issuer has no such key', async () => {
    await expect(verify(() => ({ body: { keys: [] } }))).rejects.toMatchObject({
      name: 'NotSignedIn',
    });
  });
});
