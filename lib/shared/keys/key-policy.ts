import { Stack } from 'aws-cdk-lib';
import { AnyPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** Services through which alone a key is used, and the regions that they lie in. */
export type Through = {
  /** E.g. `s3`. */
  services: readonly string[];
  /** Another region whose services use it, too: replicas of a table write to one another. */
  otherRegion?: string | undefined;
};

/** A service of AWS that uses a key in its own name, on the conditions alone. */
export type ServiceUse = {
  /** E.g. `events.amazonaws.com`. */
  service: string;
  actions: string[];
  conditions: Record<string, object>;
};

/**
 * Lets callers of the scope's account use a key through services, as with the keys that AWS keeps:
 * who may do what is for the service to say.
 */
export const throughServices = (
  scope: Construct,
  { services, otherRegion }: Through,
): PolicyStatement => {
  const { account, region } = Stack.of(scope);
  const regions = otherRegion === undefined ? [region] : [region, otherRegion];
  return new PolicyStatement({
    sid: 'ThroughServices',
    principals: [new AnyPrincipal()],
    actions: actionsThrough(services),
    resources: ['*'],
    conditions: {
      StringEquals: {
        'kms:CallerAccount': account,
        'kms:ViaService': services.flatMap((service) =>
          regions.map((one) => `${service}.${one}.amazonaws.com`),
        ),
      },
    },
  });
};

/** What a service does with a key for the caller. Only DynamoDB works on with a grant. */
const actionsThrough = (services: readonly string[]): string[] => [
  ...['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
  ...(services.includes('dynamodb') ? ['kms:CreateGrant'] : []),
];

/** The statement of a key's policy that lets an AWS service use the key. */
export const byService = ({ service, actions, conditions }: ServiceUse): PolicyStatement =>
  new PolicyStatement({
    principals: [new ServicePrincipal(service)],
    actions,
    resources: ['*'],
    conditions,
  });
