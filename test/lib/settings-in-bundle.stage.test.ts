import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { settingsFile } from '../../core/contract.ts';
import { settings } from '../../lambdas/shared/environment.ts';
import { defaultConfig, parseConfig } from '../../lib/config.ts';
import { everythingConfig } from './every-stack.ts';
import { apiOf } from './stacks/api-template.ts';
import { flatten, functionsOf, outdirOf, settingsIn, templatesOf } from './synthesize.ts';

const certificateArn = 'arn:aws:acm:eu-central-1:111111111111:certificate/0a1b2c3d';
const apiDomain = { name: 'files.example.com', certificateArn };

const kinds = Array.from({ length: 60 }, (_, kind) => `kind-${kind}`);
const typesOf = (kind: string): string[] =>
  Array.from({ length: 40 }, (_, type) => `application/x-company-${kind}-format-${type}`);

/** A stage that uses everything it may, and lists 60 categories of 40 types each. */
const { variants: _, ...everything } = everythingConfig;
const large = parseConfig('prod', {
  ...everything,
  delivery: { ...everythingConfig.delivery, apiDomain },
  categories: Object.fromEntries(
    kinds.map((kind) => [
      kind,
      {
        prefix: kind,
        contentTypes: typesOf(kind),
        maxSizeBytes: 1024 ** 2,
        storageClass: 'STANDARD',
      },
    ]),
  ),
});

/**
 * As long as CloudFormation makes what it names:
 * `Keepsake-prod-Data-UploadsTable0A1B2C3D-ABCDEFGHIJKLM`, and ARNs and addresses with such a name.
 */
const named = (reference: string): string => {
  // SQS's limit of a name.
  if (reference.endsWith('.QueueName>')) return 'n'.repeat(80);
  return 'n'.repeat(/Machine|Topic|Queue/.test(reference) ? 120 : 60);
};

type Environment = { Variables: Record<string, unknown> };

/** Lambda's measure: all variables as one JSON object. */
const bytesOf = ({ Variables }: Environment): number => {
  const values = Object.entries(Variables).map(([name, value]) => [
    name,
    flatten(value).replaceAll(/<[\w.]+>/g, named),
  ]);
  return Buffer.byteLength(JSON.stringify(Object.fromEntries(values)));
};

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

describe('a stage of 60 categories with 40 types each', () => {
  const functions = functionsOf(apiOf(templatesOf(large)));

  it('synthesizes, and every environment leaves a third of the 4 KB that Lambda allows', () => {
    const sizes = [...functions].map(([name, { Environment }]) => [name, bytesOf(Environment)]);
    expect(sizes.filter(([, bytes]) => Number(bytes) > (4_096 * 2) / 3)).toEqual([]);
  });

  it('puts no setting into the environment that is known at synthesis', () => {
    const said = [...functions.values()].map(({ Environment }) => JSON.stringify(Environment));
    expect(said.filter((text) => /x-company|maxSizeBytes/.test(text))).toEqual([]);
  });

  it('tells a function the settings it reads, and no other', () => {
    expect(Object.keys(settingsIn(large)['claim-order'] ?? {})).toEqual(['chunkSize']);
    expect(settingsIn(large)['verify-files']).toBeUndefined();
    expect(settingsIn(large).presign?.categories).toEqual(large.categories);
  });
});

describe('what is deployed', () => {
  const outdir = outdirOf(large);

  it('holds the settings beside the code, and the function reads them back', () => {
    const folder = join(outdir, 'bundles', 'prod', 'presign');
    process.env.LAMBDA_TASK_ROOT = folder;
    expect(settings('categories', 'sweepHours')).toEqual({
      categories: large.categories,
      sweepHours: 168,
    });
    const staged = globSync(`asset.*/${settingsFile}`, { cwd: outdir }).map((file) =>
      readFileSync(join(outdir, file), 'utf8'),
    );
    expect(staged).toContain(readFileSync(join(folder, settingsFile), 'utf8'));
  });

  it('has the same code whatever the settings are', () => {
    const codeOf = (root: string, stage: string) =>
      readFileSync(join(root, 'bundles', stage, 'presign', 'index.mjs'), 'utf8');
    expect(codeOf(outdirOf(defaultConfig('dev')), 'dev')).toBe(codeOf(outdir, 'prod'));
  });
});
