import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { CfnUserPoolGroup, UserPool, type UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Issuer } from '../config.ts';
import type { Config } from '../config-schema.ts';
import { isProtected, removalPolicyOf } from '../shared/removal-policy.ts';
import { addConsoleClient, type ConsoleSignIn } from './console-client.ts';

/** The issuer and the audiences of a pool, for the authorizer. */
export const poolAuth = (scope: Construct, pool: string, audiences: string[]): Issuer => {
  // Spelled out because the emulator's pools do not have the ProviderURL attribute.
  const issuer = `https://cognito-idp.${Stack.of(scope).region}.amazonaws.com/${pool}`;
  return { issuer, jwksUri: `${issuer}/.well-known/jwks.json`, audiences };
};

type IdentityProps = {
  config: Config;
  /**
   * The pool of version 0.1.0, which its stack is about to let go of: everything is retained, and
   * nothing is added, so that 0.1.0 can be deployed again meanwhile.
   */
  isLetGo?: boolean;
};

/** The Cognito pool of a stage that brings no OpenID Connect issuer of its own. */
export class Identity extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;
  /** The authorizer's issuer, audiences and keys. */
  readonly auth: Issuer;
  /** How operators sign in to the console; none for a stage without one. */
  readonly consoleSignIn: ConsoleSignIn | undefined;

  private readonly removal: RemovalPolicy;

  constructor(scope: Construct, id: string, { config, isLetGo = false }: IdentityProps) {
    super(scope, id);
    this.removal = isLetGo ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : removalPolicyOf(config);
    this.pool = this.createPool(config);
    this.client = this.addClient(config);
    const { adminGroup, workerGroup, viewerGroup } = config.auth;
    this.addGroup('Admins', adminGroup);
    this.addGroup('Workers', workerGroup);
    if (!isLetGo) this.addGroup('Viewers', viewerGroup);
    this.consoleSignIn = addConsoleClient(this, this.pool, config);
    this.auth = poolAuth(this, this.pool.userPoolId, [
      this.client.userPoolClientId,
      ...(this.consoleSignIn ? [this.consoleSignIn.clientId] : []),
    ]);
  }

  private addClient(config: Config): UserPoolClient {
    const client = this.pool.addClient('Client', {
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
    // Tokens name the client, and groups hold memberships: both are state as the pool is.
    client.applyRemovalPolicy(this.removal);
    return client;
  }

  private addGroup(id: string, groupName: string): void {
    const { userPoolId } = this.pool;
    new CfnUserPoolGroup(this, id, { userPoolId, groupName }).applyRemovalPolicy(this.removal);
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
      deletionProtection: isProtected(this, config),
      removalPolicy: this.removal,
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
