import { CfnOutput } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Issuer } from '../config.ts';
import type { Config } from '../config-schema.ts';
import { Identity, poolAuth } from './identity.ts';

/**
 * The issuer of a pool that no stack of the stage holds. The pool of version 0.1.0 lay in the
 * Service stack, `scope`: it stays there until the stack can let go of it.
 */
export const oldPool = (scope: Construct, config: Config): Issuer => {
  const { pool } = config.auth;
  if (pool === undefined) throw new Error('The Data stack has no user pool.');
  if (pool.inService) new Identity(scope, 'Identity', { config });
  new CfnOutput(scope, 'userPoolId', { value: pool.id });
  new CfnOutput(scope, 'userPoolClientId', { value: pool.client });
  return poolAuth(scope, pool.id, pool.client);
};
