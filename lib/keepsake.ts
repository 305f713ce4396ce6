import { type App, type Environment, Tags, Validations } from 'aws-cdk-lib';
import type { Config } from './config-schema.ts';
import { NagChecks } from './nag.ts';
import { DataStack } from './stacks/data-stack.ts';
import { ServiceStack } from './stacks/service-stack.ts';

/** Adds one stage of Keepsake to an app, with the rules it must keep. */
export const addKeepsake = (app: App, config: Config, props: { env?: Environment } = {}) => {
  const data = new DataStack(app, `Keepsake-${config.stage}-Data`, { config, ...props });
  const service = new ServiceStack(app, `Keepsake-${config.stage}-Service`, { config, data, ...props });
  Tags.of(app).add('project', 'keepsake');
  Tags.of(app).add('stage', config.stage);
  Validations.of(app).addPlugins(new NagChecks(app));
  return { data, service };
};
