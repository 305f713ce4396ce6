import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { documentClient } from '../../adapters/dynamo/document.ts';
import { local } from '../contracts/shared/emulator.ts';
import type { FaultPlan } from './fault-plan.ts';
import { connect } from './faulty-network.ts';

/** How to reach the emulator. */
export const client = {
  endpoint: local.endpoint,
  region: local.region,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
};

// Sockets outlive the story they were opened for: one set of them for all.
const sockets = new S3Client({ ...client, forcePathStyle: true }).config.requestHandler;

/** Every SDK client the adapters need, with a faulty network before each. */
export const faultyClients = (plan: FaultPlan) => {
  const config = { ...client, requestHandler: sockets, maxAttempts: plan.resends ? 3 : 1 };
  return {
    documents: documentClient(connect(new DynamoDBClient(config), plan)),
    s3: connect(new S3Client({ ...config, forcePathStyle: true }), plan),
    events: connect(new EventBridgeClient(config), plan),
    sns: connect(new SNSClient(config), plan),
    sfn: connect(new SFNClient(config), plan),
  };
};
