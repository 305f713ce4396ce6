import { RemovalPolicy } from 'aws-cdk-lib';
import type { Config } from '../config-schema.ts';

/** Whether what holds data outlives its stack. */
export const removalPolicyOf = ({ onRemoval }: Pick<Config, 'onRemoval'>): RemovalPolicy =>
  onRemoval === 'keep' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
