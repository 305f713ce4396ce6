import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Environment } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { addStacks } from '../../../../lib/add-stacks.ts';
import type { Config } from '../../../../lib/config-schema.ts';
import { deliveryKeysFile, readDeliveryKeys } from '../../../../lib/delivery/delivery-keys.ts';
import { functionDirectory } from '../../../../lib/shared/bundle/write-function.ts';
import { stackNameOf } from '../../../../lib/shared/stage-stacks.ts';
import { makeKeyPair } from '../../../delivery-keys/key-pair.ts';

/** Templates of a stage, by stack. */
export type StageTemplates = Readonly<Record<string, Template>>;

/** The templates that a deployment of the stage would make. */
export const stageTemplates = (config: Config, env: Required<Environment>): StageTemplates => {
  const outdir = mkdtempSync(join(tmpdir(), 'keepsake-quotas-'));
  try {
    const file = new URL('../../../../cdk.json', import.meta.url);
    const { context } = JSON.parse(readFileSync(file, 'utf8'));
    const app = new App({ outdir, context, analyticsReporting: false });
    const consoleFolder = mkdtempSync(join(outdir, 'console-'));
    writeFileSync(join(consoleFolder, 'index.html'), '<!doctype html>');
    const stacks = addStacks(app, config, {
      env,
      deliveryKeys: keysOf(config.stage),
      consoleFolder,
      writeFunction: without,
      addPictureCode: () => undefined,
      named: (part) => ({ id: stackNameOf(config.stage, part) }),
    });
    return Object.fromEntries(
      Object.entries(stacks).flatMap(([name, stack]) =>
        stack === undefined ? [] : [[name, Template.fromStack(stack)]],
      ),
    );
  } finally {
    rmSync(outdir, { recursive: true });
  }
};

/** A stage has two keys; before they were made, two others stand in for them. */
const keysOf = (stage: string) => {
  const keys = readDeliveryKeys(deliveryKeysFile(stage));
  const now = new Date();
  return keys.length > 0 ? keys : [makeKeyPair(now).key, makeKeyPair(now).key];
};

/** CloudFormation counts resources, not code: no function is bundled and no console built. */
const without = (name: string, folder: string, settings?: string): string => {
  const directory = functionDirectory(name, folder, settings);
  writeFileSync(join(directory, 'index.mjs'), '');
  return directory;
};
