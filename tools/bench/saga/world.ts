import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { EventBridgeBus } from '../../../adapters/aws/event-bridge-bus.ts';
import { RandomIds } from '../../../adapters/aws/random-ids.ts';
import { SystemClock } from '../../../adapters/aws/system-clock.ts';
import { documentClient } from '../../../adapters/dynamo/document.ts';
import { DynamoOrders } from '../../../adapters/orders/dynamo-orders.ts';
import { DynamoSessions } from '../../../adapters/sessions/dynamo-sessions.ts';
import { S3Objects } from '../../../adapters/storage/s3-objects.ts';
import { DynamoUploads } from '../../../adapters/uploads/dynamo-uploads.ts';
import { stageConfig } from '../../../lib/config.ts';
import type { Deployed } from '../../local/deploy.ts';
import { awsAt } from '../../local/signed-fetch.ts';
import { Meter } from './warm/meter.ts';

/** The real adapters over a deployed stage, every call counted. */
export type World = ReturnType<typeof openWorld>;

/**
 * The stage that is deployed: not `local`, whose payments give up after three looks, but one that
 * is as patient as production.
 */
export const config = stageConfig('dev');

/** Connects to the deployed stage; each world has a meter and connections of its own. */
export const openWorld = (deployed: Deployed) => {
  const aws = awsAt(deployed.endpoint);
  const meter = new Meter();
  const s3 = meter.attach(new S3Client({ ...aws, forcePathStyle: true }));
  const dynamo = documentClient(meter.attach(new DynamoDBClient(aws)));
  const eventBridge = meter.attach(new EventBridgeClient(aws));
  return {
    deployed,
    aws,
    meter,
    s3,
    eventBridge,
    sfn: new SFNClient(aws),
    objects: new S3Objects(s3, { multipartCopyBytes: config.saga.multipartCopyBytes }),
    orders: new DynamoOrders(dynamo, deployed.tables),
    uploads: new DynamoUploads(dynamo, deployed.tables.uploads),
    sessions: new DynamoSessions(dynamo, deployed.tables.sessions),
    bus: new EventBridgeBus(eventBridge, deployed.eventBusName),
    clock: new SystemClock(),
    ids: new RandomIds(),
    filesBucket: deployed.filesBucket,
    categories: config.categories,
    chunkSize: config.saga.chunkSize,
  };
};
