import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { documentClient } from '../../../adapters/dynamo/document.ts';
import type { Deployed } from '../../../tools/local/deploy.ts';

/** The emulator's deployed stage, as left by test/jest/start-emulator.ts. */
export const local: Deployed = JSON.parse(process.env.KEEPSAKE_LOCAL ?? '{}');

const config = {
  endpoint: local.endpoint,
  region: local.region,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
};

export const documents = documentClient(new DynamoDBClient(config));
export const s3 = new S3Client({ ...config, forcePathStyle: true });
export const eventBridge = new EventBridgeClient(config);
export const sns = new SNSClient(config);
export const sfn = new SFNClient(config);
