import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketVersioningCommand,
  type LifecycleRule,
} from '@aws-sdk/client-s3';
import { bulkResultsPrefix, temporaryPrefix } from '../../../../core/contract.ts';
import { type Check, expectEqual, expectThat } from '../../check.ts';
import type { DeployedStage } from '../../stage/deployed-stage.ts';

const remedy = 'deploy again: somebody changed the bucket by hand';
const onlyAws = 'its CloudFormation leaves lifecycle rules out';

const rulesOf = async ({ s3 }: DeployedStage, bucket: string): Promise<LifecycleRule[]> => {
  const { Rules = [] } = await s3.send(
    new GetBucketLifecycleConfigurationCommand({ Bucket: bucket }),
  );
  return Rules.filter(({ Status }) => Status === 'Enabled');
};

/** Temporary files, and the results that bulk migrations leave. */
const sweptPrefixes: readonly string[] = [temporaryPrefix, bulkResultsPrefix];

const prefixOf = ({ Filter, Prefix }: LifecycleRule): string | undefined =>
  Filter?.Prefix ?? Prefix;

/** A rule without a prefix is about the whole bucket. */
const isExpected = (rule: LifecycleRule): boolean =>
  sweptPrefixes.some((prefix) => prefix === prefixOf(rule));

/** Checks of the buckets' retention. */
export const bucketChecks: readonly Check[] = [
  {
    name: 'both buckets keep versions',
    remedy,
    async run({ s3, uploadsBucket, filesBucket }) {
      for (const bucket of [uploadsBucket, filesBucket]) {
        const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket: bucket }));
        expectEqual(`versioning of ${bucket}`, Status, 'Enabled');
      }
      return undefined;
    },
  },
  {
    name: 'temporary files are swept as configured, and nothing else in their bucket',
    remedy,
    onlyAws,
    async run(stage) {
      const { temporaryDays, noncurrentDays, abortMultipartDays } = stage.config.retention;
      const rules = await rulesOf(stage, stage.uploadsBucket);
      const sweep = rules.find(
        (rule) => prefixOf(rule) === temporaryPrefix && rule.Expiration?.Days !== undefined,
      );
      expectEqual('days until temporary files expire', sweep?.Expiration?.Days, temporaryDays);
      expectEqual(
        'days until old versions expire',
        sweep?.NoncurrentVersionExpiration?.NoncurrentDays,
        noncurrentDays,
      );
      expectEqual(
        'days until uploads in parts are aborted',
        sweep?.AbortIncompleteMultipartUpload?.DaysAfterInitiation,
        abortMultipartDays,
      );
      const elsewhere = rules.filter((rule) => !isExpected(rule));
      expectThat(
        elsewhere.length === 0,
        `rules sweep other files: ${elsewhere.map(({ ID }) => ID).join(', ')}`,
      );
      return `${temporaryDays} days`;
    },
  },
  {
    name: 'permanent files never expire',
    remedy: 'remove the rule at once: it deletes what customers paid for',
    onlyAws,
    async run(stage) {
      const expiring = (await rulesOf(stage, stage.filesBucket)).filter(
        ({ Expiration, NoncurrentVersionExpiration }) => Expiration || NoncurrentVersionExpiration,
      );
      expectThat(
        expiring.length === 0,
        `rules expire files: ${expiring.map(({ ID }) => ID).join(', ')}`,
      );
      return undefined;
    },
  },
];
