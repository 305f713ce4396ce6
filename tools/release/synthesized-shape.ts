import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { defaultConfig } from '../../lib/config.ts';
import type { Config } from '../../lib/config-schema.ts';
import { addKeepsake } from '../../lib/keepsake.ts';
import {
  type StatefulResource,
  statefulShape,
  type TemplateJson,
} from '../../lib/stateful-shape.ts';
import { makeKeyPair } from '../delivery-keys/key-pair.ts';

const { context } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'));

/** Production's stateful resources by the code: without account, region or AWS. */
export const synthesizedShape = (config = defaultConfig('prod')): StatefulResource[] => {
  process.env.CDK_VALIDATION = 'false';
  const outdir = mkdtempSync(join(tmpdir(), 'keepsake-shape-'));
  try {
    return shapeOf(new App({ outdir, context, analyticsReporting: false }), config);
  } finally {
    rmSync(outdir, { recursive: true });
  }
};

const shapeOf = (app: App, config: Config): StatefulResource[] => {
  const { data, delivery, service } = addKeepsake(app, config, {
    deliveryKeys: anyKeys(),
  });
  const stacks = { Data: data, Service: service, ...(delivery && { Delivery: delivery }) };
  return statefulShape(
    Object.fromEntries(Object.entries(stacks).map(([name, stack]) => [name, templateOf(stack)])),
  );
};

// Two keys make the Delivery stack. Their values change nothing stateful.
const anyKeys = () => [makeKeyPair(new Date(1)).key, makeKeyPair(new Date(0)).key];

const templateOf = (stack: Stack): TemplateJson =>
  Template.fromStack(stack).toJSON() as TemplateJson;
