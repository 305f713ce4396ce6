import { randomBytes, randomUUID } from 'node:crypto';
import { ask, deployed } from './deployed.ts';
import { Visitor } from './visitor.ts';

/** The tokens of Cognito's sign-in. */
export type Tokens = { AccessToken: string; IdToken: string };

/** A user of the deployed pool, signed in, a member of the group if one is named. */
export const signedInUser = async (group?: string): Promise<Tokens> => {
  const user = { UserPoolId: deployed.userPoolId, Username: `${randomUUID()}@example.com` };
  const password = `aA1!${randomBytes(18).toString('base64url')}`;
  await ask('cognito-idp', 'AdminCreateUser', { ...user, MessageAction: 'SUPPRESS' });
  await ask('cognito-idp', 'AdminSetUserPassword', {
    ...user,
    Password: password,
    Permanent: true,
  });
  if (group !== undefined)
    await ask('cognito-idp', 'AdminAddUserToGroup', { ...user, GroupName: group });
  const { AuthenticationResult } = await ask<{ AuthenticationResult: Tokens }>(
    'cognito-idp',
    'InitiateAuth',
    {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: deployed.userPoolClientId,
      AuthParameters: { USERNAME: user.Username, PASSWORD: password },
    },
  );
  return AuthenticationResult;
};

/** A visitor with a user of the pool. */
export const aUser = async (group?: string): Promise<Visitor> =>
  new Visitor((await signedInUser(group)).AccessToken);
