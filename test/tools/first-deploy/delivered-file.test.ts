import { describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../../lib/config.ts';
import { deliveryChecks } from '../../../tools/first-deploy/checks/delivery.ts';
import { uploadInPartsChecks } from '../../../tools/first-deploy/checks/upload-in-parts.ts';
import { runChecks } from '../../../tools/first-deploy/run-checks.ts';
import { expectCloudFront } from '../../../tools/first-deploy/samples/delivered-file.ts';
import type { DeployedStage } from '../../../tools/first-deploy/stage/deployed-stage.ts';
import { Leftovers } from '../../../tools/first-deploy/stage/leftovers.ts';

const local = defaultConfig('local');
const config = { ...local, categories: {}, delivery: { ...local.delivery, enabled: false } };
const stage = { config, leftovers: new Leftovers() } as DeployedStage;

describe('a stage configured without what a check is about', () => {
  it.each([
    ['CloudFront', deliveryChecks, 'delivery.enabled is false'],
    [
      'files in parts',
      uploadInPartsChecks,
      'no category admits a file larger than uploads.multipartBytes',
    ],
  ])('has the checks of %s skipped, not passed', async (_what, checks, why) => {
    const results = (await runChecks(checks, stage, { quick: false })).slice(0, -1);
    expect(results.map(({ verdict }) => verdict)).toEqual(checks.map(() => 'skipped'));
    expect(results.map((result) => result.why)).toEqual(checks.map(() => why));
  });
});

describe('a stage that should have CloudFront', () => {
  it('passes on what comes from there', () => {
    expect(() => expectCloudFront('prod', 200, 'cloudfront')).not.toThrow();
  });

  it('fails when storage signs, and is told to make its keys', () => {
    expect(() => expectCloudFront('prod', 200, 's3')).toThrow(
      'the URL is of s3 instead of cloudfront: the stage has no distribution. Make its keys (npm run rotate-delivery-key -- --stage prod), commit them and deploy',
    );
  });

  it('fails with the answer when there was no URL', () => {
    expect(() => expectCloudFront('prod', 410, undefined)).toThrow(
      'the answer to the download is 410 instead of 200',
    );
  });
});
