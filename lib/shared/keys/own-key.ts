import { Duration } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Config } from '../../config-schema.ts';
import { removalPolicyOf } from '../removal-policy.ts';
import { byService, type ServiceUse, type Through, throughServices } from './key-policy.ts';
import type { OwnKeys } from './own-keys-schema.ts';

export type OwnKeyProps = {
  config: Pick<Config, 'stage' | 'onRemoval'>;
  ownKeys: OwnKeys;
  /** What it encrypts; the end of its alias, `alias/keepsake-<stage>-<purpose>`. */
  purpose: string;
  through: Through;
};

/** The name by which a key is found, in its own region. */
export const keyAlias = (stage: string, purpose: string): string =>
  `alias/keepsake-${stage}-${purpose}`;

/**
 * A key that rotates. As with the keys that AWS keeps, its policy allows the use through a service
 * to those that the service itself allows: no role needs a right on the key, and none can use the
 * key without the service.
 */
export class OwnKey extends Key {
  constructor(scope: Construct, id: string, props: OwnKeyProps) {
    const { config, ownKeys, purpose, through } = props;
    super(scope, id, {
      alias: keyAlias(config.stage, purpose),
      description: `Keepsake, ${config.stage}: ${purpose}`,
      enableKeyRotation: true,
      rotationPeriod: Duration.days(ownKeys.rotationDays ?? 365),
      removalPolicy: removalPolicyOf(config),
    });
    this.addToResourcePolicy(throughServices(this, through));
  }

  allowService(use: ServiceUse): void {
    this.addToResourcePolicy(byService(use));
  }
}
