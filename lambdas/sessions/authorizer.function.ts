import type {
  APIGatewayRequestAuthorizerEventV2,
  APIGatewaySimpleAuthorizerWithContextResult,
} from 'aws-lambda';
import { JwksTokenVerifier } from '../../adapters/sessions/jwks-token-verifier.ts';
import { NotSignedIn } from '../../core/errors.ts';
import { authenticate } from '../../core/sessions/authenticate.ts';
import type { Caller } from '../../core/sessions/model/session.ts';
import { envIfSet, settings } from '../shared/environment.ts';
import { logger, observed } from '../shared/observed.ts';
import { clock, machineKeys, sessions } from '../shared/wiring.ts';

/** Where an endpoint other than AWS publishes a pool's keys; tokens still name AWS. */
const jwksUriAt = (jwksUri: string, endpoint: string | undefined): string =>
  endpoint && new URL(jwksUri).hostname.startsWith('cognito-idp.')
    ? `${endpoint}${new URL(jwksUri).pathname}`
    : jwksUri;

const { auth } = settings('auth');
const tokens = new JwksTokenVerifier({
  ...auth,
  jwksUri: jwksUriAt(auth.jwksUri, envIfSet('AWS_ENDPOINT_URL')),
});
const deps = {
  sessions: sessions(),
  keys: machineKeys(),
  tokens,
  clock: clock(),
  adminGroup: auth.adminGroup,
  workerGroup: auth.workerGroup,
  viewerGroup: auth.viewerGroup,
};

const nobody: Caller = { ownerId: '', admin: false, worker: false };

/** Resolves the caller of every route but the public ones. */
export const handler = observed<
  APIGatewayRequestAuthorizerEventV2,
  APIGatewaySimpleAuthorizerWithContextResult<Caller>
>(async ({ headers }) => {
  try {
    return { isAuthorized: true, context: await authenticate(deps, headers?.authorization) };
  } catch (error) {
    if (!(error instanceof NotSignedIn)) throw error;
    logger.info('Not signed in', { reason: error.message });
    return { isAuthorized: false, context: nobody };
  }
});
