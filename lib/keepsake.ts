import {
  Annotations,
  type App,
  type Environment,
  PermissionsBoundary,
  type StackProps,
  Tags,
  Validations,
} from 'aws-cdk-lib';
import { FrontDoorStack } from './api/front-door-stack.ts';
import type { Config } from './config-schema.ts';
import { type DeliveryKey, keyRing, noKeysWarning } from './delivery/delivery-keys.ts';
import { DeliveryStack } from './delivery/delivery-stack.ts';
import { NagChecks } from './nag.ts';
import { ConsoleStack } from './operations/console-stack.ts';
import { EdgeAlarmsStack, hasEdgeAlarms } from './operations/edge-alarms-stack.ts';
import { ObservabilityStack } from './operations/observability-stack.ts';
import { RefundStack } from './orders/refund-stack.ts';
import { handOverValues } from './shared/hand-over.ts';
import { cloudFrontRegion, stackNameOf } from './shared/stage-stacks.ts';
import { DataStack } from './stacks/data-stack.ts';
import { ServiceStack } from './stacks/service-stack.ts';
import { WebhooksStack } from './webhooks/webhooks-stack.ts';

type KeepsakeProps = {
  env?: Environment;
  /** Public halves of the signing keys, newest first; without them a stage gets no CloudFront. */
  deliveryKeys?: readonly DeliveryKey[];
  /** A folder with a built console. When absent, synthesis builds one. */
  consoleFolder?: string;
};

/** Properties of every stack of a stage. */
const sharedProps = (
  { permissionsBoundary: name }: Config,
  { env }: KeepsakeProps,
): StackProps => ({
  ...(env && { env }),
  ...(name !== undefined && { permissionsBoundary: PermissionsBoundary.fromName(name) }),
});

const addTags = (app: App, { stage, tags }: Config): void => {
  for (const [name, value] of Object.entries({ ...tags, project: 'keepsake', stage }))
    Tags.of(app).add(name, value);
};

const addEdgeAlarms = (
  app: App,
  config: Config,
  props: StackProps,
): EdgeAlarmsStack | undefined => {
  const { stage, delivery } = config;
  if (!hasEdgeAlarms(config) || delivery.distributionId === undefined) return undefined;
  const env = { ...props.env, region: cloudFrontRegion };
  return new EdgeAlarmsStack(app, stackNameOf(stage, 'EdgeAlarms'), {
    config,
    distributionId: delivery.distributionId,
    ...props,
    env,
  });
};

const addFrontDoor = (app: App, config: Config, props: StackProps): FrontDoorStack | undefined => {
  const { stage, frontDoor: settings, delivery } = config;
  if (!settings || !delivery.apiDomain) return undefined;
  const { name } = delivery.apiDomain;
  const env = { ...props.env, region: cloudFrontRegion };
  return new FrontDoorStack(app, stackNameOf(stage, 'FrontDoor'), {
    config,
    settings,
    name,
    ...props,
    env,
  });
};

/**
 * Adds one stage of Keepsake to an app, with the rules it must keep. Throws `InvalidConfiguration`.
 */
export const addKeepsake = (app: App, config: Config, given: KeepsakeProps = {}) => {
  const { stage, delivery: settings, refund } = config;
  const props = sharedProps(config, given);
  const keys = settings.enabled ? keyRing(given.deliveryKeys ?? []) : undefined;
  const data = new DataStack(app, stackNameOf(stage, 'Data'), {
    config,
    delivers: keys !== undefined,
    ...props,
  });
  const delivery = keys
    ? new DeliveryStack(app, stackNameOf(stage, 'Delivery'), { config, data, keys, ...props })
    : undefined;
  const service = new ServiceStack(app, stackNameOf(stage, 'Service'), {
    config,
    data,
    delivery,
    ...props,
  });
  if (settings.enabled && !keys)
    Annotations.of(service).addWarningV2('keepsake:noDeliveryKeys', noKeysWarning(stage));
  const refunds =
    refund &&
    new RefundStack(app, stackNameOf(stage, 'Refunds'), { config, service, refund, ...props });
  const endpoints = config.webhooks;
  const webhooks =
    endpoints &&
    new WebhooksStack(app, stackNameOf(stage, 'Webhooks'), {
      config,
      data,
      service,
      endpoints,
      ...props,
    });
  const seen = { config, data, service, delivery, ...props };
  const observability = config.observability.enabled
    ? new ObservabilityStack(app, stackNameOf(stage, 'Observability'), seen)
    : undefined;
  const console =
    config.console &&
    new ConsoleStack(app, stackNameOf(stage, 'Console'), {
      config,
      settings: config.console,
      data,
      service,
      delivery,
      folder: given.consoleFolder,
      ...props,
    });
  const edgeAlarms = addEdgeAlarms(app, config, props);
  const frontDoor = addFrontDoor(app, config, props);
  addTags(app, config);
  handOverValues(app);
  Validations.of(app).addPlugins(new NagChecks(app));
  const edge = { edgeAlarms, frontDoor };
  return { data, delivery, service, refunds, webhooks, observability, ...edge, console };
};
