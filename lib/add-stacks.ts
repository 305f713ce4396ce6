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
import { assertKeyRegions } from './shared/keys/key-regions.ts';
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
  /** A folder with a built console; by default synthesis builds one. */
  consoleFolder?: string | undefined;
  /** Puts libvips beside the function that draws; by default npm installs it. */
  addPictureCode?: AddPackages;
  /** Where a function's code comes from; by default synthesis bundles it. */
  writeFunction?: WriteFunction;
};

type Composition = StageSurroundings & {
  writeFunction: WriteFunction;
  addPictureCode: AddPackages;
  /** Construct id of a stack, and its name; by default the CDK names it after its path. */
  named: (part: StackPart) => { id: string; stackName?: string | undefined };
};

/**
 * Adds the stacks of one stage below a scope. `bin/app.ts` and the construct of `@keepsake/cdk` are
 * both made of it: neither tags, names nor checks what else is in the app.
 */
export const addStacks = (scope: Construct, config: Config, given: Composition) => {
  const stage = stageOf(scope, config, given);
  assertOtherRegion(config, stage.env?.region);
  assertKeyRegions(config, stage.env);
  const core = addCore(stage);
  const options = addOptions(stage, core);
  const edge = addEdge(stage);
  encryptStage(stage, core, options);
  handOverValues(scope);
  return { ...core, ...options, ...edge };
};

/** Makes one stack of the stage, with what it has beside the properties of all. */
type StackOf = <Stack, Props>(
  part: StackPart,
  StackClass: new (scope: Construct, id: string, props: Props & StackProps) => Stack,
  props: Omit<Props, keyof StackProps>,
  env?: Environment,
) => Stack;

/** What every stack is made of. `region`: the stage's, where it is known. */
type Stage = { config: Config; given: Composition; stackOf: StackOf; env: Environment | undefined };

const stageOf = (scope: Construct, config: Config, given: Composition): Stage => {
  const shared = sharedProps(config, given);
  const stackOf: StackOf = (part, StackClass, props, env = shared.env) => {
    const { id, stackName } = given.named(part);
    const own = { ...shared, ...(env && { env }), ...(stackName !== undefined && { stackName }) };
    // Every class takes its own properties and those of all stacks, which its type does not say.
    return new StackClass(scope, id, { ...props, ...own } as never);
  };
  return { config, given, stackOf, env: shared.env };
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

/** Data, and what serves and migrates it. */
const addCore = ({ config, given, stackOf, env }: Stage) => {
  const keys = config.delivery.enabled ? keyRing(given.deliveryKeys ?? []) : undefined;
  const delivers = keys !== undefined;
  const replica =
    config.replica &&
    stackOf(
      'Replica',
      ReplicaStack,
      { config, delivers, home: env?.region },
      { ...env, region: config.replica.region },
    );
  const data = stackOf('Data', DataStack, { config, delivers });
  // S3 refuses to replicate into a bucket that is not there.
  if (replica) data.addStackDependency(replica);
  const delivery = keys && stackOf('Delivery', DeliveryStack, { config, data, keys });
  const { writeFunction } = given;
  const service = stackOf('Service', ServiceStack, { config, data, delivery, writeFunction });
  const operators = stackOf('Operators', OperatorsStack, { config, data, service });
  return { replica, data, delivery, service, operators };
};

type Core = ReturnType<typeof addCore>;

/** What a stage has if its configuration asks for it. */
const addOptions = ({ config, given, stackOf }: Stage, core: Core) => {
  const { data, delivery, service, operators } = core;
  const { refund, webhooks: endpoints, variants, observability, console } = config;
  return {
    refunds: refund && stackOf('Refunds', RefundStack, { config, service, refund }),
    webhooks: endpoints && stackOf('Webhooks', WebhooksStack, { config, data, service, endpoints }),
    variants:
      variants &&
      stackOf('Variants', VariantsStack, {
        config,
        data,
        service,
        settings: variants,
        addPackages: given.addPictureCode,
      }),
    observability: observability.enabled
      ? stackOf('Observability', ObservabilityStack, { config, data, service, operators, delivery })
      : undefined,
    console:
      console &&
      stackOf('Console', ConsoleStack, {
        config,
        settings: console,
        data,
        service,
        delivery,
        folder: given.consoleFolder,
      }),
  };
};

/** What belongs to CloudFront, and lies where it lies. */
const addEdge = ({ config, stackOf, env }: Stage) => {
  const { distributionId, apiDomain } = config.delivery;
  const near = { ...env, region: cloudFrontRegion };
  const door = config.frontDoor &&
    apiDomain && { settings: config.frontDoor, name: apiDomain.name };
  return {
    edgeAlarms:
      hasEdgeAlarms(config) && distributionId !== undefined
        ? stackOf('EdgeAlarms', EdgeAlarmsStack, { config, distributionId }, near)
        : undefined,
    frontDoor: door && stackOf('FrontDoor', FrontDoorStack, { config, ...door }, near),
  };
};

/** Queues and topics get the stage's own key, if it has one. */
const encryptStage = (
  { config: { ownKeys, ...config } }: Stage,
  { replica, data, service, operators }: Core,
  { refunds, webhooks, variants, observability }: ReturnType<typeof addOptions>,
): void => {
  if (!ownKeys) return;
  const key = messageKey(service, 'MessageKey', { ...config, ownKeys });
  for (const stack of [service, operators, refunds, webhooks, variants, observability])
    if (stack) encryptMessages(stack, key);
  tellKeyPolicy(data, service);
  if (replica) tellKeyPolicy(replica);
};
