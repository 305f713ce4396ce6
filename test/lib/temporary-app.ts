import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { App } from 'aws-cdk-lib';

/** The feature flags of cdk.json. */
const { context } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'));

const outdirs: string[] = [];

// With its bundles an app takes 50 MB, and CDK leaves it where it is.
afterAll(() => {
  for (const outdir of outdirs) rmSync(outdir, { recursive: true, force: true });
});

/**
 * An app as the CDK makes it from cdk.json, without what tells where in the code a resource was
 * made. Its output is removed when the test file ends.
 */
export const temporaryApp = (): App => {
  const outdir = mkdtempSync(join(tmpdir(), 'keepsake-synth-'));
  outdirs.push(outdir);
  return new App({
    outdir,
    context: { ...context, 'aws:cdk:disable-creation-stack-traces': true },
    analyticsReporting: false,
    treeMetadata: false,
  });
};
