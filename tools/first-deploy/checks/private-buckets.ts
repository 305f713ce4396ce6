import { GetPublicAccessBlockCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { type Check, expectEqual, expectThat } from '../check.ts';
import type { DeployedStage } from '../stage/deployed-stage.ts';
import { statusOf } from '../stage/http-status.ts';

const remedy =
  'deploy again; if it stays, an account-wide policy or somebody changed the bucket: see ' +
  'CloudTrail';

const buckets = ({ uploadsBucket, filesBucket }: DeployedStage): string[] => [
  uploadsBucket,
  filesBucket,
];

// The bucket's own policy denies plain HTTP to every principal, the operator included.
const headOverHttp = async (
  { operator: { region, credentials } }: DeployedStage,
  bucket: string,
): Promise<number | undefined> => {
  const s3 = new S3Client({ region, credentials, endpoint: `http://s3.${region}.amazonaws.com` });
  return s3.send(new HeadBucketCommand({ Bucket: bucket })).then(() => 200, statusOf);
};

/** Checks that the buckets are not readable from outside. */
export const privateBucketChecks: readonly Check[] = [
  {
    name: 'both buckets block public access',
    remedy,
    async run(stage) {
      for (const bucket of buckets(stage)) {
        const { PublicAccessBlockConfiguration: block = {} } = await stage.s3.send(
          new GetPublicAccessBlockCommand({ Bucket: bucket }),
        );
        const { BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets } =
          block;
        expectThat(
          BlockPublicAcls && BlockPublicPolicy && IgnorePublicAcls && RestrictPublicBuckets,
          `${bucket} does not block all four ways`,
        );
      }
      return undefined;
    },
  },
  {
    name: 'both buckets refuse a stranger’s GET',
    remedy,
    onlyAws: 'it has no IAM, anybody may read',
    async run(stage) {
      for (const bucket of buckets(stage)) {
        const { status } = await fetch(
          `https://${bucket}.s3.${stage.operator.region}.amazonaws.com/`,
        );
        expectEqual(`the answer of ${bucket}`, status, 403);
      }
      return '403';
    },
  },
  {
    name: 'both buckets refuse http without TLS, even to the operator',
    remedy,
    onlyAws: 'it does not look at bucket policies',
    async run(stage) {
      for (const bucket of buckets(stage))
        expectEqual(`the answer of ${bucket}`, await headOverHttp(stage, bucket), 403);
      return '403';
    },
  },
];
