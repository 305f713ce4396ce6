import { RemovalPolicy } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from '../config-schema.ts';

/**
 * Whether a resource that holds data outlives its stack. A creation that fails takes it along, so
 * that the first deployment of a stage can be repeated.
 */
export const removalPolicyOf = ({ onRemoval }: Pick<Config, 'onRemoval'>): RemovalPolicy =>
  onRemoval === 'keep' ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;

/** Context value of the CDK: the first deployment of a stage, whose protection follows. */
export const firstDeployment = 'firstDeployment';

/**
 * True if stacks, tables and users are protected from deletion. The first deployment is not: a
 * protected resource cannot be rolled back, and a failed creation could not be repeated.
 */
export const isProtected = (
  { node }: Construct,
  { onRemoval }: Pick<Config, 'onRemoval'>,
): boolean => onRemoval === 'keep' && node.tryGetContext(firstDeployment) !== 'true';
