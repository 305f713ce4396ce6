import { Duration, Stack } from 'aws-cdk-lib';
import {
  CfnManagedLoginBranding,
  type IUserPool,
  ManagedLoginVersion,
  OAuthScope,
} from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import type { Config } from '../config-schema.ts';

/** How operators sign in to the console at an issuer. */
export type ConsoleSignIn = {
  issuer: string;
  clientId: string;
  scope: string;
  /** Where a sign-out ends the issuer's own session, if its metadata does not say it. */
  signOutUrl?: string;
  /** Origins that a sign-in and a renewal speak to. */
  origins: readonly string[];
};

/**
 * Adds the console's client and Cognito's sign-in pages to a pool, if the stage has a console that
 * signs in there. The client stands beside the pool, and its addresses come from the
 * configuration: the Console stack reads it, and nothing reads back.
 */
export const addConsoleClient = (
  scope: Construct,
  pool: IUserPool,
  { console }: Config,
): ConsoleSignIn | undefined => {
  if (!console?.signInPrefix) return undefined;
  const { signInPrefix: domainPrefix, domain } = console;
  pool.addDomain('SignIn', {
    cognitoDomain: { domainPrefix },
    managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
  });
  const { userPoolClientId } = pool.addClient('ConsoleClient', {
    generateSecret: false,
    oAuth: {
      flows: { authorizationCodeGrant: true },
      scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
      callbackUrls: [`https://${domain.name}/sign-in`],
      logoutUrls: [`https://${domain.name}`],
    },
    accessTokenValidity: Duration.hours(1),
    // A working day. Then the operator signs in again.
    refreshTokenValidity: Duration.hours(12),
    preventUserExistenceErrors: true,
  });
  new CfnManagedLoginBranding(scope, 'SignInPages', {
    userPoolId: pool.userPoolId,
    clientId: userPoolClientId,
    useCognitoProvidedValues: true,
  });
  const { region } = Stack.of(scope);
  const pages = `https://${domainPrefix}.auth.${region}.amazoncognito.com`;
  return {
    issuer: `https://cognito-idp.${region}.amazonaws.com/${pool.userPoolId}`,
    clientId: userPoolClientId,
    scope: 'openid email',
    signOutUrl: `${pages}/logout`,
    origins: [`https://cognito-idp.${region}.amazonaws.com`, pages],
  };
};
