import { createHash, randomBytes } from 'node:crypto';
import type { ConsoleConfig } from '../../../console/api/config.ts';
import { signOutAddress } from '../../../console/session/sign-in-paths.ts';
import { type Check, expectEqual, expectFound, expectThat, type Skipped } from '../check.ts';
import type { DeployedStage } from '../stage/deployed-stage.ts';

type SignIn = Extract<ConsoleConfig['signIn'], { kind: 'oidc' }>;
type Metadata = Record<'issuer' | 'authorization_endpoint' | 'token_endpoint', string>;

const notConfigured: Skipped = { skipped: 'console is not configured' };

const withConsole =
  (look: (origin: string) => Promise<string>) =>
  async ({ config }: DeployedStage): Promise<string | Skipped> =>
    config.console ? look(`https://${config.console.domain.name}`) : notConfigured;

const ask = (url: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, { redirect: 'manual', headers });

const policyOf = ({ headers }: Response): string =>
  expectFound('its content security policy', headers.get('content-security-policy') ?? undefined);

const signInOf = async (origin: string): Promise<SignIn> => {
  const answer = await ask(`${origin}/config.json`);
  expectEqual('the answer to /config.json', answer.status, 200);
  return ((await answer.json()) as { signIn: SignIn }).signIn;
};

const pageAndApi = async (origin: string): Promise<string> => {
  const page = await ask(`${origin}/orders/ord_first-deploy`);
  expectEqual('the answer to a page of the console', page.status, 200);
  expectThat(
    policyOf(page).startsWith("default-src 'none'"),
    'its content security policy does not begin with default-src none',
  );
  expectThat(page.headers.has('strict-transport-security'), 'HSTS is missing');
  const { status, headers } = await ask(`${origin}/api/attention`);
  expectEqual('the answer of the API below /api without a token', status, 401);
  expectThat(!headers.get('age'), 'CloudFront keeps answers of the API');
  return origin;
};

/** The issuer's metadata as a page of the console reads it, from another origin. */
const metadataFor = async (origin: string, { issuer }: SignIn): Promise<Metadata> => {
  const answer = await ask(`${issuer}/.well-known/openid-configuration`, { origin });
  expectEqual('the answer to the issuer’s metadata', answer.status, 200);
  const readers = answer.headers.get('access-control-allow-origin');
  expectThat(readers === '*' || readers === origin, 'the console may not read the metadata');
  const metadata = (await answer.json()) as Metadata;
  expectEqual('the issuer in its metadata', metadata.issuer, issuer);
  return metadata;
};

/** The address that a browser goes to for signing in, by code with PKCE. */
const signInAddress = (origin: string, { clientId, scope }: SignIn, at: string): string => {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: `${origin}/sign-in`,
    response_type: 'code',
    scope,
    state: 'first-deploy',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  return `${at}?${query}`;
};

/** A refused client or callback leads to a page of errors, with 302 like a good one. */
const expectForm = async (address: string): Promise<void> => {
  const { status, headers } = await ask(address);
  const location = headers.get('location');
  if (status < 300 || status > 399 || location === null)
    return expectEqual('the answer to a sign-in', status, 200);
  const next = new URL(location, address);
  expectThat(
    !(next.pathname === '/error' || next.searchParams.has('error')),
    `a sign-in leads to ${next.pathname}: ${next.searchParams.get('error')}`,
  );
  expectEqual('the answer of the sign-in page', (await ask(next.href)).status, 200);
};

const expectSignOut = async (origin: string, signIn: SignIn): Promise<void> => {
  if (!signIn.signOutUrl) return;
  const { headers } = await ask(signOutAddress(signIn, origin));
  const location = expectFound('where a sign-out leads', headers.get('location') ?? undefined);
  expectEqual('where a sign-out leads', new URL(location, signIn.signOutUrl).origin, origin);
};

const signInAndOut = async (origin: string): Promise<string> => {
  const signIn = await signInOf(origin);
  const metadata = await metadataFor(origin, signIn);
  const { origin: tokens } = new URL(metadata.token_endpoint);
  const policy = policyOf(await ask(`${origin}/`));
  expectThat(policy.includes(tokens), `the console may not speak to ${tokens}: see its policy`);
  await expectForm(signInAddress(origin, signIn, metadata.authorization_endpoint));
  await expectSignOut(origin, signIn);
  return signIn.issuer;
};

/** The operators' console, up to the issuer's form: who signs in is looked at by hand. */
export const consoleChecks: readonly Check[] = [
  {
    name: 'the console is served under its policy, and its API wants a token',
    remedy: 'see the DNS record and the certificate of console.domain, then the Console stack',
    onlyAws: 'its console has no CloudFront before it',
    run: withConsole(pageAndApi),
  },
  {
    name: 'the console leads to the issuer’s form, and a sign-out leads back',
    remedy:
      'compare callback and sign-out addresses of the issuer’s client with console.domain; for ' +
      'a pool of ours, deploy again',
    onlyAws: 'its console signs in without an issuer',
    run: withConsole(signInAndOut),
  },
];
