import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../../lib/config.ts';
import { consoleChecks } from '../../../tools/first-deploy/checks/console.ts';
import type { DeployedStage } from '../../../tools/first-deploy/stage/deployed-stage.ts';
import { consoleConfig } from '../../lib/every-stack.ts';

const origin = `https://${consoleConfig.console?.domain.name}`;
const issuer = 'https://cognito-idp.eu-central-1.amazonaws.com/pool';
const pages = 'https://keepsake-prod.auth.eu-central-1.amazoncognito.com';
const signIn = { kind: 'oidc', issuer, clientId: 'client', scope: 'openid email' };
const policy = `default-src 'none'; connect-src 'self' ${issuer} ${pages}`;

type Canned = { status?: number; headers?: Record<string, string>; body?: object };

/** A console and Cognito as AWS documents them, by the beginning of the address. */
let answers: Record<string, Canned>;
let asked: URL[];
const fetchBefore = globalThis.fetch;
beforeEach(() => {
  asked = [];
  answers = {
    [`${origin}/api/attention`]: { status: 401 },
    [`${origin}/config.json`]: { body: { signIn: { ...signIn, signOutUrl: `${pages}/logout` } } },
    [`${issuer}/.well-known`]: {
      headers: { 'access-control-allow-origin': '*' },
      body: {
        issuer,
        authorization_endpoint: `${pages}/oauth2/authorize`,
        token_endpoint: `${pages}/oauth2/token`,
      },
    },
    [`${pages}/oauth2/authorize`]: { status: 302, headers: { location: `${pages}/login?x=1` } },
    [`${pages}/login`]: {},
    [`${pages}/logout`]: { status: 302, headers: { location: origin } },
    [origin]: {
      headers: { 'content-security-policy': policy, 'strict-transport-security': 'max-age=1' },
    },
  };
  globalThis.fetch = async (input) => {
    asked.push(new URL(String(input)));
    const [, { status = 200, headers = {}, body } = {}] =
      Object.entries(answers).find(([start]) => String(input).startsWith(start)) ?? [];
    return new Response(JSON.stringify(body), { status, headers });
  };
});
afterEach(() => {
  globalThis.fetch = fetchBefore;
});

const stage = { config: consoleConfig } as unknown as DeployedStage;
const [served, signedIn] = consoleChecks;

describe('the checks of the console', () => {
  it('pass for a console behind Cognito’s managed login', async () => {
    expect(await served?.run(stage)).toBe(origin);
    expect(await signedIn?.run(stage)).toBe(issuer);
    const queryTo = (path: string) =>
      Object.fromEntries(asked.find(({ pathname }) => pathname === path)?.searchParams ?? []);
    expect(queryTo('/oauth2/authorize')).toMatchObject({
      client_id: 'client',
      redirect_uri: `${origin}/sign-in`,
      response_type: 'code',
      scope: 'openid email',
      code_challenge_method: 'S256',
    });
    expect(queryTo('/logout')).toEqual({ client_id: 'client', logout_uri: origin });
  });

  it.each<[string, string, Canned, string]>([
    ['the API takes anybody', `${origin}/api/attention`, { status: 200 }, 'is 200 instead of 401'],
    ['there is no policy', origin, {}, 'its content security policy is missing'],
  ])('fail where %s', async (_what, start, answer, message) => {
    answers[start] = answer;
    await expect(served?.run(stage)).rejects.toThrow(message);
  });

  const wrong = { location: `${pages}/error?error=redirect_mismatch&client_id=client` };

  it.each<[string, string, Canned, string]>([
    [
      'the client knows no such callback',
      `${pages}/oauth2/authorize`,
      { status: 302, headers: wrong },
      'a sign-in leads to /error: redirect_mismatch',
    ],
    ['the form has no branding', `${pages}/login`, { status: 403 }, 'is 403 instead of 200'],
    [
      'a sign-out ends elsewhere',
      `${pages}/logout`,
      { status: 302, headers: { location: wrong.location } },
      `instead of "${origin}"`,
    ],
    [
      'the policy knows no token endpoint',
      origin,
      { headers: { 'content-security-policy': "default-src 'none'" } },
      `the console may not speak to ${pages}`,
    ],
  ])('fail where %s', async (_what, start, answer, message) => {
    answers[start] = answer;
    await expect(signedIn?.run(stage)).rejects.toThrow(message);
  });

  it('look for nothing in a stage without a console', async () => {
    const without = { config: defaultConfig('prod') } as unknown as DeployedStage;
    for (const check of consoleChecks)
      expect(await check.run(without)).toEqual({ skipped: 'console is not configured' });
  });
});
