import { Annotations, type App, type Environment, Tags, Validations } from 'aws-cdk-lib';
import type { Config } from './config-schema.ts';
import { type DeliveryKey, keyRing, noKeysWarning } from './delivery-keys.ts';
import { NagChecks } from './nag.ts';
import { DataStack } from './stacks/data-stack.ts';
import { DeliveryStack } from './stacks/delivery-stack.ts';
import { ServiceStack } from './stacks/service-stack.ts';

type KeepsakeProps = {
  env?: Environment;
  /** Public halves of the signing keys, newest first; without them a stage gets no CloudFront. */
  deliveryKeys?: readonly DeliveryKey[];
};

/** Adds one stage of Keepsake to an app, with the rules it must keep. Throws `InvalidConfiguration`. */
export const addKeepsake = (app: App, config: Config, { deliveryKeys = [], ...props }: KeepsakeProps = {}) => {
  const { stage, delivery: settings } = config;
  const keys = settings.enabled ? keyRing(deliveryKeys) : undefined;
  const data = new DataStack(app, `Keepsake-${stage}-Data`, { config, ...props });
  const delivery = keys ? new DeliveryStack(app, `Keepsake-${stage}-Delivery`, { config, data, keys, ...props }) : undefined;
  const service = new ServiceStack(app, `Keepsake-${stage}-Service`, { config, data, delivery, ...props });
  if (settings.enabled && !keys) Annotations.of(service).addWarningV2('keepsake:noDeliveryKeys', noKeysWarning(stage));
  Tags.of(app).add('project', 'keepsake');
  Tags.of(app).add('stage', stage);
  Validations.of(app).addPlugins(new NagChecks(app));
  return { data, delivery, service };
};
