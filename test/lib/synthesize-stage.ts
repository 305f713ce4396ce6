import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { settingsFile } from '../../core/contract.ts';
import type { Config } from '../../lib/config-schema.ts';
import type { DeliveryKey } from '../../lib/delivery/delivery-keys.ts';
import { addWithoutRules } from '../../lib/keepsake.ts';
import { builtConsole } from './built-console.ts';
import { nameForCode } from './shared/name-for-code.ts';

/** Everything a stage is synthesized from; `options` as with `-c`. */
export type StageInput = {
  config: Config;
  deliveryKeys: readonly DeliveryKey[];
  options: Readonly<Record<string, string>>;
};

/** Templates by stack, e.g. `service`, and each function's settings by its name. */
export type Synthesized = {
  templates: Record<string, { [key: string]: unknown }>;
  settings: Record<string, Record<string, unknown>>;
};

const readJson = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

const { context: settings } = readJson(new URL('../../cdk.json', import.meta.url).pathname);
const context = {
  ...settings,
  // The CDK prints such a report. Tests of annotations read them from the stack.
  '@aws-cdk/core:annotationsInValidationReport': false,
  // Nobody reads the copies of the bundles, nor where in the code a resource was made.
  'aws:cdk:disable-asset-staging': true,
  'aws:cdk:disable-creation-stack-traces': true,
};
const env = { account: '111111111111', region: 'eu-central-1' };

const templatesOf = (outdir: string, { config, deliveryKeys, options }: StageInput) => {
  const app = new App({
    outdir,
    context: { ...context, ...options },
    analyticsReporting: false,
    treeMetadata: false,
  });
  const consoleFolder = builtConsole(outdir);
  const code = { addPictureCode: () => undefined, writeFunction: nameForCode };
  const stacks = addWithoutRules(app, config, { env, consoleFolder, deliveryKeys, ...code });
  return Object.fromEntries(
    Object.entries(stacks)
      .filter((entry): entry is [string, Stack] => entry[1] !== undefined)
      .map(([name, stack]) => [name, Template.fromStack(stack).toJSON()]),
  );
};

const settingsIn = (outdir: string, stage: string) =>
  Object.fromEntries(
    globSync(`bundles/${stage}/*/${settingsFile}`, { cwd: outdir }).map((file) => [
      basename(dirname(file)),
      readJson(join(outdir, file)),
    ]),
  );

/**
 * Synthesizes a stage without cdk-nag's rules and CDK's own, which test/lib/stages.stage.test.ts
 * runs. Leaves nothing on disk.
 */
export const synthesizeStage = (input: StageInput): Synthesized => {
  const outdir = mkdtempSync(join(tmpdir(), 'keepsake-synth-'));
  try {
    const templates = templatesOf(outdir, input);
    return { templates, settings: settingsIn(outdir, input.config.stage) };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};
