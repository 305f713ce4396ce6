import { Duration, Stack, Validations } from 'aws-cdk-lib';
import {
  CfnManagedLoginBranding,
  CfnUserPoolGroup,
  ManagedLoginVersion,
  OAuthScope,
  UserPool,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Issuer } from '../config.ts';
import type { Config } from '../config-schema.ts';
import { removalPolicyOf } from '../shared/removal-policy.ts';

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

/** The Cognito pool of a stage that brings no OpenID Connect issuer of its own. */
export class Identity extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;
  /** The authorizer's issuer, audiences and keys. */
  readonly auth: Issuer;
  /** How operators sign in to the console; none for a stage without one. */
  readonly consoleSignIn: ConsoleSignIn | undefined;

  constructor(scope: Construct, id: string, { config }: { config: Config }) {
    super(scope, id);
    this.pool = this.createPool(config);
    this.client = this.pool.addClient('Client', {
      // The command line has no SRP: operators sign in with their password and AWS credentials that
      // may ask for it.
      authFlows: {
        userSrp: true,
        userPassword: config.auth.passwordSignIn,
        adminUserPassword: true,
      },
      // There is no hosted sign-in; CDK would allow the implicit grant towards example.com.
      disableOAuth: true,
      preventUserExistenceErrors: true,
    });
    const { adminGroup, workerGroup, viewerGroup } = config.auth;
    const groups = { Admins: adminGroup, Workers: workerGroup, Viewers: viewerGroup };
    for (const [id, groupName] of Object.entries(groups))
      new CfnUserPoolGroup(this, id, { userPoolId: this.pool.userPoolId, groupName });
    // Spelled out because the emulator's pools do not have the ProviderURL attribute.
    const { region } = Stack.of(this);
    const issuer = `https://cognito-idp.${region}.amazonaws.com/${this.pool.userPoolId}`;
    this.consoleSignIn = config.console?.signInPrefix
      ? this.addConsole(config.console.signInPrefix, { issuer, host: config.console.domain.name })
      : undefined;
    this.auth = {
      issuer,
      jwksUri: `${issuer}/.well-known/jwks.json`,
      audiences: [
        this.client.userPoolClientId,
        ...(this.consoleSignIn ? [this.consoleSignIn.clientId] : []),
      ],
    };
  }

  /**
   * The console's client and Cognito's sign-in pages. The client stands beside the pool, and its
   * addresses come from the configuration: the Console stack reads it, and nothing reads back.
   */
  private addConsole(
    domainPrefix: string,
    { issuer, host }: { issuer: string; host: string },
  ): ConsoleSignIn {
    this.pool.addDomain('SignIn', {
      cognitoDomain: { domainPrefix },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    const client = this.pool.addClient('ConsoleClient', {
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
        callbackUrls: [`https://${host}/sign-in`],
        logoutUrls: [`https://${host}`],
      },
      accessTokenValidity: Duration.hours(1),
      // A working day. Then the operator signs in again.
      refreshTokenValidity: Duration.hours(12),
      preventUserExistenceErrors: true,
    });
    new CfnManagedLoginBranding(this, 'SignInPages', {
      userPoolId: this.pool.userPoolId,
      clientId: client.userPoolClientId,
      useCognitoProvidedValues: true,
    });
    const pages = `https://${domainPrefix}.auth.${Stack.of(this).region}.amazoncognito.com`;
    return {
      issuer,
      clientId: client.userPoolClientId,
      scope: 'openid email',
      signOutUrl: `${pages}/logout`,
      origins: [`https://cognito-idp.${Stack.of(this).region}.amazonaws.com`, pages],
    };
  }

  private createPool(config: Config): UserPool {
    const pool = new UserPool(this, 'Pool', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
      },
      deletionProtection: config.onRemoval === 'keep',
      removalPolicy: removalPolicyOf(config),
    });
    Validations.of(pool).acknowledge(
      {
        id: 'AwsSolutions-COG2',
        reason:
          'Which second factor to ask for is the operator’s choice; they may bring their own ' +
          'issuer.',
      },
      {
        id: 'AwsSolutions-COG3',
        reason: 'Threat protection needs the paid Plus plan; the operator may turn it on.',
      },
      { id: 'AwsSolutions-COG8', reason: 'The paid Plus plan is the operator’s choice.' },
    );
    return pool;
  }
}
