import { describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../../lib/config.ts';
import { bucketChecks } from '../../../tools/first-deploy/checks/as-deployed/buckets-as-configured.ts';
import type { DeployedStage } from '../../../tools/first-deploy/stage/deployed-stage.ts';
import { propertiesOf, templatesOf } from '../../lib/synthesize.ts';

const config = defaultConfig('prod');
const buckets = new Map(propertiesOf(templatesOf(config).data, 'AWS::S3::Bucket'));

// biome-ignore lint/suspicious/noExplicitAny: rules of a template have no types here.
type Rule = any;

/** A rule of the template as S3 answers it. */
const answered = ({ Id, Status, Prefix, ...rule }: Rule) => ({
  ID: Id,
  Status,
  Filter: { Prefix: Prefix ?? '' },
  ...((rule.ExpirationInDays || rule.ExpiredObjectDeleteMarker) && {
    Expiration: {
      ...(rule.ExpirationInDays && { Days: rule.ExpirationInDays }),
      ...(rule.ExpiredObjectDeleteMarker && { ExpiredObjectDeleteMarker: true }),
    },
  }),
  NoncurrentVersionExpiration: rule.NoncurrentVersionExpiration,
  AbortIncompleteMultipartUpload: rule.AbortIncompleteMultipartUpload,
});

const stageWith = (more: readonly Rule[] = []) =>
  ({
    config,
    uploadsBucket: 'Uploads',
    filesBucket: 'Files',
    s3: {
      send: async ({ input }: { input: { Bucket: string } }) => ({
        Status: buckets.get(input.Bucket).VersioningConfiguration.Status,
        Rules: [...buckets.get(input.Bucket).LifecycleConfiguration.Rules, ...more].map(answered),
      }),
    },
  }) as unknown as DeployedStage;

describe('the checks of the buckets, asked what the template deploys', () => {
  it.each(bucketChecks)('pass: $name', async ({ run }) => {
    await expect(run(stageWith())).resolves.not.toBeInstanceOf(Error);
  });

  it('fail for a rule that sweeps permanent files or anything else', async () => {
    const rule = { Id: 'by-hand', Status: 'Enabled', Prefix: 'photos/', ExpirationInDays: 1 };
    const failed = await Promise.allSettled(bucketChecks.map(({ run }) => run(stageWith([rule]))));
    expect(failed.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  });
});
