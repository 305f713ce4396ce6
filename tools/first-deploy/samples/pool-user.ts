import { randomBytes } from 'node:crypto';
import { expectFound } from '../check.ts';
import type { DeployedStage } from '../stage/deployed-stage.ts';
import { json } from '../stage/operator.ts';

/** Both tokens of a sign-in; only the access token is for the API. */
export type Tokens = { access: string; id: string };

/** A user of the stage's pool, removed when the run ends. */
export type PoolUser = {
  /** Signs in as a member of one group, or of none. */
  signInAs(group?: string): Promise<Tokens>;
};

type SignedIn = { AuthenticationResult: { AccessToken: string; IdToken: string } };

/** Creates a user with a random password and without an invitation. */
export const aPoolUser = async ({
  operator,
  leftovers,
  userPoolId,
  userPoolClientId,
}: DeployedStage): Promise<PoolUser> => {
  const UserPoolId = expectFound('the output userPoolId', userPoolId);
  const ClientId = expectFound('the output userPoolClientId', userPoolClientId);
  const ask = <Answer>(action: string, input: object): Promise<Answer> =>
    json(operator, 'cognito-idp', `AWSCognitoIdentityProviderService.${action}`, input);
  const Username = `keepsake-first-deploy-${randomBytes(4).toString('hex')}@example.com`;
  const user = { UserPoolId, Username };
  const password = `aA1!${randomBytes(18).toString('base64url')}`;
  leftovers.add(`user ${Username}`, () => ask('AdminDeleteUser', user));
  await ask('AdminCreateUser', { ...user, MessageAction: 'SUPPRESS' });
  await ask('AdminSetUserPassword', { ...user, Password: password, Permanent: true });

  const signInAs = async (group?: string): Promise<Tokens> => {
    const membership = { ...user, GroupName: group };
    if (group) await ask('AdminAddUserToGroup', membership);
    const { AuthenticationResult } = await ask<SignedIn>('AdminInitiateAuth', {
      UserPoolId,
      ClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: Username, PASSWORD: password },
    });
    if (group) await ask('AdminRemoveUserFromGroup', membership);
    return { access: AuthenticationResult.AccessToken, id: AuthenticationResult.IdToken };
  };
  return { signInAs };
};
