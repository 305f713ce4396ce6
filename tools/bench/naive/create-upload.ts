import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import middy from '@middy/core';
import { RandomIds } from '../../../adapters/aws/random-ids.ts';
import { SystemClock } from '../../../adapters/aws/system-clock.ts';
import { DynamoJobs } from '../../../adapters/jobs/dynamo-jobs.ts';
import { DynamoUploads } from '../../../adapters/uploads/dynamo-uploads.ts';
import { S3MultipartUploads } from '../../../adapters/uploads/s3-multipart-uploads.ts';
import { createUpload } from '../../../core/uploads/create-upload.ts';
import type { PresignedUpload, PresignRequest } from '../../../core/uploads/ports.ts';
import { env, settings } from '../../../lambdas/shared/environment.ts';

const tracer = new Tracer();
const s3 = tracer.captureAWSv3Client(
  new S3Client({ forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' }),
);
const dynamo = tracer.captureAWSv3Client(new DynamoDBClient({}));
const documents = DynamoDBDocumentClient.from(dynamo);

const presign = async ({
  bucket,
  key,
  contentType,
  sizeBytes,
  sha256,
  seconds,
}: PresignRequest): Promise<PresignedUpload> => {
  const put = {
    Bucket: bucket,
    Key: key,
    ContentType: contentType,
    ContentLength: sizeBytes,
    ChecksumSHA256: sha256,
    IfNoneMatch: '*',
  };
  const options = {
    expiresIn: seconds,
    unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
    signableHeaders: new Set(['content-type']),
  };
  const url = await getSignedUrl(s3, new PutObjectCommand(put), options);
  return {
    method: 'PUT',
    url,
    headers: { 'content-type': contentType, 'x-amz-checksum-sha256': sha256, 'if-none-match': '*' },
  };
};

// Not measured, because the bench compares one PUT.
const presignPart = (): Promise<PresignedUpload> =>
  Promise.reject(new Error('The bench sends nothing in parts.'));

const deps = {
  ...settings(
    'categories',
    'presignSeconds',
    'temporaryDays',
    'sweepHours',
    'quotas',
    'multipartBytes',
    'abortMultipartDays',
  ),
  uploads: new DynamoUploads(documents, env('UPLOADS_TABLE'), {
    quotas: env('QUOTAS_TABLE'),
  }),
  jobs: new DynamoJobs(documents, env('JOBS_TABLE')),
  multiparts: new S3MultipartUploads(s3),
  signer: { presign, presignPart },
  ids: new RandomIds(),
  clock: new SystemClock(),
  bucket: env('UPLOADS_BUCKET'),
  sourceIp: '192.0.2.1',
};

type Event = {
  body: string;
  requestContext: { authorizer: { lambda: { ownerId: string; admin: boolean; worker: boolean } } };
};

/**
 * POST /uploads as most tutorials build it: S3 client, its presigner, the tracer around everything.
 * The same use case behind it.
 */
export const handler = middy<Event, { statusCode: number; body: string }>()
  .use(injectLambdaContext(new Logger()))
  .use(captureLambdaHandler(tracer))
  .handler(async ({ body, requestContext }) => {
    const created = await createUpload(deps, requestContext.authorizer.lambda, JSON.parse(body));
    return { statusCode: 201, body: JSON.stringify(created) };
  });
