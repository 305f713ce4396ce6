import { Annotations, type App, Tags, Validations } from 'aws-cdk-lib';
import { addStacks, type StageSurroundings } from './add-stacks.ts';
import type { Config } from './config-schema.ts';
import { noKeysWarning } from './delivery/delivery-keys.ts';
import { NagChecks } from './nag.ts';
import { bundle } from './shared/bundle/bundle.ts';
import { addPictureCode } from './shared/bundle/picture-code.ts';
import { stackNameOf } from './shared/stage-stacks.ts';

/** Adds one stage with names and tags, without the rules it must keep: for tests of templates. */
export const addWithoutRules = (app: App, config: Config, given: StageSurroundings = {}) => {
  const { stage } = config;
  const named = (part: Parameters<typeof stackNameOf>[1]) => ({ id: stackNameOf(stage, part) });
  const stacks = addStacks(app, config, { addPictureCode, writeFunction: bundle, ...given, named });
  if (config.delivery.enabled && !stacks.delivery)
    Annotations.of(stacks.service).addWarningV2('keepsake:noDeliveryKeys', noKeysWarning(stage));
  addTags(app, config);
  return stacks;
};

const addTags = (app: App, { stage, tags }: Config): void => {
  for (const [name, value] of Object.entries({ ...tags, project: 'keepsake', stage }))
    Tags.of(app).add(name, value);
};

/**
 * Adds one stage of Keepsake to an app of its own, with names, tags and the rules it must keep.
 * Throws `InvalidConfiguration`.
 */
export const addKeepsake = (app: App, config: Config, given: StageSurroundings = {}) => {
  const stacks = addWithoutRules(app, config, given);
  Validations.of(app).addPlugins(new NagChecks(app));
  return stacks;
};
