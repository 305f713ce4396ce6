import { type Environment, PermissionsBoundary, type StackProps, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { FrontDoorStack } from './api/front-door-stack.ts';
import { InvalidConfiguration } from './config.ts';
import type { Config } from './config-schema.ts';
import { type DeliveryKey, keyRing } from './delivery/delivery-keys.ts';
import { DeliveryStack } from './delivery/delivery-stack.ts';
import { ConsoleStack } from './operations/console-stack.ts';
import { EdgeAlarmsStack, hasEdgeAlarms } from './operations/edge-alarms-stack.ts';
import { ObservabilityStack } from './operations/observability-stack.ts';
import { RefundStack } from './orders/refund-stack.ts';
import { ReplicaStack } from './replica/replica-stack.ts';
import type { WriteFunction } from './shared/bundle/write-function.ts';
import { handOverValues } from './shared/hand-over.ts';
import { assertKeyPlaces } from './shared/keys/key-place.ts';
import { encryptMessages, messageKey } from './shared/keys/message-key.ts';
import { tellKeyPolicy } from './shared/keys/tell-key-policy.ts';
import { cloudFrontRegion, type StackPart } from './shared/stage-stacks.ts';
import { DataStack } from './stacks/data-stack.ts';
import { OperatorsStack } from './stacks/operators-stack.ts';
import { ServiceStack } from './stacks/service-stack.ts';
import { type AddPackages, VariantsStack } from './variants/variants-stack.ts';
import { WebhooksStack } from './webhooks/webhooks-stack.ts';

/** Inputs of a stage besides its configuration. */
export type StageSurroundings = {
  env?: Environment | undefined;
  /** Public halves of the signing keys, newest first; without them a stage gets no CloudFront. */
  deliveryKeys?: readonly DeliveryKey[] | undefined;
  /** A folder with a built console. When absent, synthesis builds one. */
  consoleFolder?: string | undefined;
  /** Puts libvips beside the function that draws. When absent, npm installs it at synthesis. */
  addPictureCode?: AddPackages;
  /** Where a function's code comes from. When absent, synthesis bundles it. */
  writeFunction?: WriteFunction;
};

type Composition = StageSurroundings & {
  writeFunction: WriteFunction;
  addPictureCode: AddPackages;
  /** Construct id of a stack, and its name; the CDK names it after its path when absent. */
  named: (part: StackPart) => { id: string; stackName?: string | undefined };
};

/** Properties of every stack of a stage. */
const sharedProps = (
  { permissionsBoundary: name }: Config,
  { env }: StageSurroundings,
): StackProps => ({
  ...(env && { env }),
  ...(name !== undefined && { permissionsBoundary: PermissionsBoundary.fromName(name) }),
});

/** Replicas need to know both regions; a bucket is not replicated to its own. */
const assertOtherRegion = ({ stage, replica }: Config, region: string | undefined): void => {
  if (replica === undefined) return;
  if (region === undefined || Token.isUnresolved(region))
    throw new InvalidConfiguration(`Stage '${stage}' has a replica: say in which region it lies.`);
  if (region === replica.region)
    throw new InvalidConfiguration(`replica.region of stage '${stage}' is its own region.`);
};

/**
 * Adds the stacks of one stage below a scope. `bin/app.ts` and the construct of `@keepsake/cdk` are
 * both made of it: neither tags, names nor checks what else is in the app.
 */
export const addStacks = (scope: Construct, config: Config, given: Composition) => {
  const { delivery: settings, refund, webhooks: endpoints } = config;
  const shared = sharedProps(config, given);
  const stackOf = <Stack, Props>(
    part: StackPart,
    StackClass: new (scope: Construct, id: string, props: Props & StackProps) => Stack,
    props: Omit<Props, keyof StackProps>,
    env = shared.env,
  ): Stack => {
    const { id, stackName } = given.named(part);
    const own = { ...shared, ...(env && { env }), ...(stackName !== undefined && { stackName }) };
    return new StackClass(scope, id, { ...props, ...own } as Props & StackProps);
  };
  const keys = settings.enabled ? keyRing(given.deliveryKeys ?? []) : undefined;
  assertOtherRegion(config, shared.env?.region);
  assertKeyPlaces(config, shared.env);
  const replica =
    config.replica &&
    stackOf(
      'Replica',
      ReplicaStack,
      { config, delivers: keys !== undefined, home: shared.env?.region },
      { ...shared.env, region: config.replica.region },
    );
  const data = stackOf('Data', DataStack, { config, delivers: keys !== undefined });
  // S3 refuses to replicate into a bucket that is not there.
  if (replica) data.addStackDependency(replica);
  const delivery = keys && stackOf('Delivery', DeliveryStack, { config, data, keys });
  const { writeFunction } = given;
  const service = stackOf('Service', ServiceStack, { config, data, delivery, writeFunction });
  const operators = stackOf('Operators', OperatorsStack, { config, data, service });
  const refunds = refund && stackOf('Refunds', RefundStack, { config, service, refund });
  const webhooks =
    endpoints && stackOf('Webhooks', WebhooksStack, { config, data, service, endpoints });
  const variants =
    config.variants &&
    stackOf('Variants', VariantsStack, {
      config,
      data,
      service,
      settings: config.variants,
      addPackages: given.addPictureCode,
    });
  const observability = config.observability.enabled
    ? stackOf('Observability', ObservabilityStack, { config, data, service, operators, delivery })
    : undefined;
  const console =
    config.console &&
    stackOf('Console', ConsoleStack, {
      config,
      settings: config.console,
      data,
      service,
      delivery,
      folder: given.consoleFolder,
    });
  const { distributionId, apiDomain } = settings;
  const nearCloudFront = { ...shared.env, region: cloudFrontRegion };
  const edgeAlarms =
    hasEdgeAlarms(config) && distributionId !== undefined
      ? stackOf('EdgeAlarms', EdgeAlarmsStack, { config, distributionId }, nearCloudFront)
      : undefined;
  const door = config.frontDoor &&
    apiDomain && { settings: config.frontDoor, name: apiDomain.name };
  const frontDoor =
    door && stackOf('FrontDoor', FrontDoorStack, { config, ...door }, nearCloudFront);
  const { ownKeys } = config;
  if (ownKeys) {
    const key = messageKey(service, 'MessageKey', { ...config, ownKeys });
    const stacks = [service, operators, refunds, webhooks, variants, observability];
    for (const stack of stacks) if (stack) encryptMessages(stack, key);
    tellKeyPolicy(data, service);
    if (replica) tellKeyPolicy(replica);
  }
  handOverValues(scope);
  const edge = { edgeAlarms, frontDoor };
  return {
    data,
    replica,
    delivery,
    service,
    operators,
    refunds,
    webhooks,
    variants,
    observability,
    ...edge,
    console,
  };
};
