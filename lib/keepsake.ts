import { type App, type Environment, Tags, Validations } from 'aws-cdk-lib';
import type { Config } from './config-schema.ts';
import { type DeliveryKey, keyRing } from './delivery-keys.ts';
import { NagChecks } from './nag.ts';
import { DataStack } from './stacks/data-stack.ts';
import { DeliveryStack } from './stacks/delivery-stack.ts';
import { ServiceStack } from './stacks/service-stack.ts';

type KeepsakeProps = {
  env?: Environment;
  /** Public halves of the signing keys, newest first; needed where delivery is enabled. */
  deliveryKeys?: readonly DeliveryKey[];
};

/** Adds one stage of Keepsake to an app, with the rules it must keep. Throws `InvalidConfiguration`. */
export const addKeepsake = (app: App, config: Config, { deliveryKeys = [], ...props }: KeepsakeProps = {}) => {
  const { stage, delivery: settings } = config;
  const keys = settings.enabled && keyRing(stage, deliveryKeys);
  const data = new DataStack(app, `Keepsake-${stage}-Data`, { config, ...props });
  const delivery = keys ? new DeliveryStack(app, `Keepsake-${stage}-Delivery`, { config, data, keys, ...props }) : undefined;
  const service = new ServiceStack(app, `Keepsake-${stage}-Service`, { config, data, delivery, ...props });
  Tags.of(app).add('project', 'keepsake');
  Tags.of(app).add('stage', stage);
  Validations.of(app).addPlugins(new NagChecks(app));
  return { data, delivery, service };
};
