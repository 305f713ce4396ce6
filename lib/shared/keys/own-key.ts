import { Duration, Stack } from 'aws-cdk-lib';
import { AnyPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Config } from '../../config-schema.ts';
import { removalPolicyOf } from '../removal-policy.ts';
import type { OwnKeys } from './own-keys-schema.ts';

type KeyProps = {
  config: Pick<Config, 'stage' | 'onRemoval'>;
  ownKeys: OwnKeys;
  /** What it encrypts; the end of its alias, `alias/keepsake-<stage>-<purpose>`. */
  purpose: string;
  /** Services through which alone the account's principals may use it, e.g. `s3`. */
  through: readonly string[];
  /** Another region whose services use it, too: replicas of a table write to one another. */
  otherRegion?: string | undefined;
};

/** The name by which a key is found, in its own region. */
export const keyAlias = (stage: string, purpose: string): string =>
  `alias/keepsake-${stage}-${purpose}`;

/** What a service does with a key for the caller. Only DynamoDB works on with a grant. */
const actionsThrough = (services: readonly string[]): string[] => [
  ...['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
  ...(services.includes('dynamodb') ? ['kms:CreateGrant'] : []),
];

/**
 * A key that rotates. As with the keys that AWS keeps, its policy allows the use through a service
 * to those that the service itself allows: no role needs a right on the key, and none can use the
 * key without the service.
 */
export class OwnKey extends Key {
  constructor(scope: Construct, id: string, props: KeyProps) {
    const { config, ownKeys, purpose, through, otherRegion } = props;
    super(scope, id, {
      alias: keyAlias(config.stage, purpose),
      description: `Keepsake, ${config.stage}: ${purpose}`,
      enableKeyRotation: true,
      rotationPeriod: Duration.days(ownKeys.rotationDays ?? 365),
      removalPolicy: removalPolicyOf(config),
    });
    const { account, region } = Stack.of(this);
    const regions = otherRegion === undefined ? [region] : [region, otherRegion];
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'ThroughServices',
        principals: [new AnyPrincipal()],
        actions: actionsThrough(through),
        resources: ['*'],
        conditions: {
          StringEquals: {
            'kms:CallerAccount': account,
            'kms:ViaService': through.flatMap((service) =>
              regions.map((one) => `${service}.${one}.amazonaws.com`),
            ),
          },
        },
      }),
    );
  }

  /** A service of AWS that uses the key in its own name, on the conditions alone. */
  allowService(service: string, actions: string[], conditions: Record<string, object>): void {
    this.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(service)],
        actions,
        resources: ['*'],
        conditions,
      }),
    );
  }
}
