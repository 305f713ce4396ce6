import { DeleteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { OrderView } from '../../../core/orders/model/order-view.ts';
import type { Api } from '../../local/api.ts';
import { hasMinimalFile, minimalFile } from '../../local/samples/minimal-file.ts';
import type { SampleFile } from '../../local/samples/sample-files.ts';
import { type PlacedOrder, placeOrder } from '../../local/story/sample-order.ts';
import { atRest } from '../at-rest.ts';
import { expectFound } from '../check.ts';
import { askUntil } from '../stage/ask-until.ts';
import type { DeployedStage } from '../stage/deployed-stage.ts';
import { removeBelow, versionsBelow } from '../stage/stored-objects.ts';
import { aVisitor } from '../stage/visitor.ts';

/** An order of this run: the record, its uploads by role, and the API in its owner's name. */
export type TestOrder = PlacedOrder & { api: Api };

const finalStatuses: readonly string[] = ['completed', 'failed', 'compensation_failed'];

/**
 * A file in one of the stage's own categories that no program can open: its first bytes are right,
 * the others random. Without a name, in the first category.
 */
export const randomFile = (
  { config: { categories } }: DeployedStage,
  category = expectFound('a category', Object.keys(categories)[0]),
): SampleFile => {
  const contentType = expectFound(
    `a type of ${category} that this tool has a file of`,
    categories[category]?.contentTypes.find(hasMinimalFile),
  );
  return {
    role: category,
    fileName: `first-deploy-${category}.bin`,
    contentType,
    category,
    bytes: minimalFile(contentType, 2_000),
  };
};

/**
 * Uploads small files, four if the stage has as many categories, and orders them, all required;
 * removed when the run ends.
 */
export const placeTestOrder = async (stage: DeployedStage): Promise<TestOrder> => {
  const api = await aVisitor(stage);
  const known = Object.entries(stage.config.categories).filter(([, { contentTypes }]) =>
    contentTypes.some(hasMinimalFile),
  );
  const categories = known.map(([category]) => category).slice(0, 4);
  const placed = await placeOrder(
    api,
    categories.map((category) => randomFile(stage, category)),
  );
  const { orderId } = placed.order;
  stage.leftovers.add(`order ${orderId} and its files`, () => removeOrder(stage, orderId));
  return { ...placed, api };
};

const removeOrder = async (stage: DeployedStage, orderId: string): Promise<void> => {
  await atRest(stage, orderId);
  for (const folder of folders(stage, orderId))
    await removeBelow(stage.s3, stage.filesBucket, folder);
  await removeRecords(stage, orderId);
};

const folders = ({ config }: DeployedStage, orderId: string): string[] => [
  ...new Set(Object.values(config.categories).map(({ prefix }) => `${prefix}/${orderId}/`)),
];

const removeRecords = async (
  { documents, ordersTable }: DeployedStage,
  orderId: string,
): Promise<void> => {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: ordersTable,
      KeyConditionExpression: 'orderId = :order',
      ExpressionAttributeValues: { ':order': orderId },
      ConsistentRead: true,
    }),
  );
  for (const { item } of Items)
    await documents.send(new DeleteCommand({ TableName: ordersTable, Key: { orderId, item } }));
};

/** Waits for the end of an order's migration, good or bad. */
export const ended = ({ api, order: { orderId } }: TestOrder): Promise<OrderView> =>
  askUntil(`the end of the migration of order ${orderId}`, async () => {
    const order = await api.getOrder(orderId);
    return finalStatuses.includes(order.migration.status) ? order : undefined;
  });

/** Every version of an order's files in permanent storage, delete markers included. */
export const keptVersions = async (stage: DeployedStage, orderId: string) =>
  (
    await Promise.all(
      folders(stage, orderId).map((folder) => versionsBelow(stage.s3, stage.filesBucket, folder)),
    )
  ).flat();
