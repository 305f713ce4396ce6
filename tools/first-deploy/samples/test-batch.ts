import { randomBytes } from 'node:crypto';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { DeleteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { partitionsOf } from '../../../adapters/bulk/journal/dynamo-batch-items.ts';
import type { BatchView } from '../../../core/bulk/model/batch-view.ts';
import { mapShards } from '../../../core/bulk/request-batch.ts';
import { bulkResultsPrefix } from '../../../core/contract.ts';
import { extensionsOf } from '../../../core/uploads/model/media-type.ts';
import { expectEqual, expectFound } from '../check.ts';
import { askAsOperator } from '../stage/ask-as-operator.ts';
import { askUntil } from '../stage/ask-until.ts';
import type { DeployedStage } from '../stage/deployed-stage.ts';
import { removeActs } from '../stage/remove-acts.ts';
import { removeBelow } from '../stage/stored-objects.ts';
import { removeUploadsOf } from '../stage/visitor.ts';
import { randomFile } from './test-order.ts';

/** Objects of the company's that a batch moves. */
export const batchFiles = 3;

const handler = 'Handlers/batches';

/** Records a batch of three objects for its own owner; removed when the run ends. */
export const requestTestBatch = async (stage: DeployedStage, bucket: string): Promise<string> => {
  const prefix = await putSources(stage, bucket);
  const ownerId = `usr_first-deploy-${randomBytes(4).toString('hex')}`;
  const category = expectFound('a category', Object.keys(stage.config.categories)[0]);
  stage.leftovers.add(`files of ${ownerId}`, () => removeUploadsOf(stage, ownerId));
  const { status, body } = await askAsOperator<BatchView>(stage, {
    handler,
    routeKey: 'POST /batches',
    body: { source: { bucket, prefix }, category, ownerId },
  });
  expectEqual('the answer to POST /batches', status, 201);
  stage.leftovers.add(`batch ${body.batchId}`, () => removeBatch(stage, body.batchId));
  return body.batchId;
};

/** Puts small objects into a bucket that the stage may read. The end of the run removes them. */
const putSources = async (stage: DeployedStage, bucket: string): Promise<string> => {
  const { s3, isEmulator, leftovers } = stage;
  // An emulator begins without the company's bucket.
  if (isEmulator) await s3.send(new CreateBucketCommand({ Bucket: bucket })).catch(() => undefined);
  const prefix = `keepsake-first-deploy-${randomBytes(4).toString('hex')}/`;
  leftovers.add(`objects below ${bucket}/${prefix}`, () => removeBelow(s3, bucket, prefix));
  for (let n = 1; n <= batchFiles; n++) {
    const { bytes, contentType } = randomFile(stage);
    const [extension] = extensionsOf(contentType);
    await s3.send(
      new PutObjectCommand({ Bucket: bucket, Key: `${prefix}${n}.${extension}`, Body: bytes }),
    );
  }
  return prefix;
};

const removeBatch = async (stage: DeployedStage, batchId: string): Promise<void> => {
  for (const partition of [batchId, ...partitionsOf({ batchId, shards: mapShards })])
    await removeItems(stage, partition);
  await removeBelow(stage.s3, stage.uploadsBucket, `${bulkResultsPrefix}${batchId}/`);
  await removeActs(stage, batchId);
};

const removeItems = async (
  { documents, batchesTable: TableName }: DeployedStage,
  partition: string,
): Promise<void> => {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'batchId = :batch',
      ExpressionAttributeValues: { ':batch': partition },
    }),
  );
  for (const { batchId, item } of Items)
    await documents.send(new DeleteCommand({ TableName, Key: { batchId, item } }));
};

/** Asks for work on a batch: `start`, `verify` or `rollback`. Throws `CheckFailed` unless 202. */
export const askForWork = async (
  stage: DeployedStage,
  id: string,
  work: 'start' | 'verify' | 'rollback',
  body?: object,
): Promise<void> => {
  const routeKey = `POST /batches/{id}/${work}`;
  const { status } = await askAsOperator(stage, { handler, routeKey, id, ...(body && { body }) });
  expectEqual(`the answer to ${routeKey}`, status, 202);
};

/** Asks for a batch until it is as wanted. */
export const batchWhen = (
  stage: DeployedStage,
  id: string,
  { what, fits }: { what: string; fits: (batch: BatchView) => boolean },
): Promise<BatchView> =>
  askUntil(`${what} of batch ${id}`, async () => {
    const request = { handler, routeKey: 'GET /batches/{id}', id };
    const { body } = await askAsOperator<BatchView>(stage, request);
    return fits(body) ? body : undefined;
  });
