import { CfnOutput } from 'aws-cdk-lib';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import type { Issuer } from '../config.ts';
import type { Config } from '../config-schema.ts';
import { addConsoleClient, type ConsoleSignIn } from './console-client.ts';
import { Identity, poolAuth } from './identity.ts';

/**
 * The issuer of a pool that no stack of the stage holds. The pool of version 0.1.0 lies in the
 * Service stack, `scope`, until that stack can let go of the pool.
 */
export const oldPool = (
  scope: Construct,
  config: Config,
): { auth: Issuer; consoleSignIn: ConsoleSignIn | undefined } => {
  const { pool } = config.auth;
  if (pool === undefined) throw new Error('The Data stack has no user pool.');
  if (pool.inService)
    new Identity(scope, 'Identity', { config: { ...config, console: undefined }, isLetGo: true });
  new CfnOutput(scope, 'userPoolId', { value: pool.id });
  new CfnOutput(scope, 'userPoolClientId', { value: pool.client });
  const users = UserPool.fromUserPoolId(scope, 'OldPool', pool.id);
  const consoleSignIn = addConsoleClient(scope, users, config);
  const audiences = [pool.client, ...(consoleSignIn ? [consoleSignIn.clientId] : [])];
  return { auth: poolAuth(scope, pool.id, audiences), consoleSignIn };
};
