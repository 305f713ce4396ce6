import { randomBytes } from 'node:crypto';
import { LocalProblem } from './local-problem.ts';
import { type Aws, signedFetch } from './signed-fetch.ts';

/** The pool of the deployed stage, and the group whose members are admins. */
export type AdminPool = { userPoolId: string; userPoolClientId: string; adminGroup: string };

const username = 'admin@example.com';

/**
 * Makes the local admin, or gives an existing one a new password, and returns an access token that
 * lives an hour. The password is not kept.
 */
export const adminToken = async (
  aws: Aws,
  { userPoolId, userPoolClientId, adminGroup }: AdminPool,
): Promise<string> => {
  const user = { UserPoolId: userPoolId, Username: username };
  const password = `aA1!${randomBytes(18).toString('base64url')}`;
  const attributes = [
    { Name: 'email', Value: username },
    { Name: 'email_verified', Value: 'true' },
  ];
  await cognito(aws, 'AdminCreateUser', {
    ...user,
    UserAttributes: attributes,
    MessageAction: 'SUPPRESS',
  }).catch(ignoreExisting);
  await cognito(aws, 'AdminSetUserPassword', { ...user, Password: password, Permanent: true });
  await cognito(aws, 'AdminAddUserToGroup', { ...user, GroupName: adminGroup });
  const signIn = {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: userPoolClientId,
    AuthParameters: { USERNAME: username, PASSWORD: password },
  };
  const answer = (await cognito(aws, 'InitiateAuth', signIn)) as {
    AuthenticationResult: { AccessToken: string };
  };
  return answer.AuthenticationResult.AccessToken;
};

const cognito = async (
  aws: Aws,
  action: string,
  input: Record<string, unknown>,
): Promise<unknown> => {
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `AWSCognitoIdentityProviderService.${action}`,
  };
  return JSON.parse(
    (await signedFetch(aws, { service: 'cognito-idp', headers, body: JSON.stringify(input) })) ||
      '{}',
  );
};

const ignoreExisting = (error: unknown): void => {
  if (!(error instanceof LocalProblem && `${error.cause}`.includes('UsernameExistsException')))
    throw error;
};
