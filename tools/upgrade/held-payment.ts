import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Deployed } from '../local/deploy.ts';
import { LocalProblem } from '../local/local-problem.ts';
import { awsAt } from '../local/signed-fetch.ts';

const patienceMs = 120_000;

/**
 * Waits until an order has a held payment on record, which version 0.1.0 shows on no route. Throws
 * `LocalProblem` after two minutes.
 */
export const heldPaymentOf = async (deployed: Deployed, orderId: string): Promise<void> => {
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(awsAt(deployed.endpoint)));
  const read = new GetCommand({
    TableName: deployed.tables.orders,
    Key: { orderId, item: 'ORDER' },
    ConsistentRead: true,
  });
  const end = Date.now() + patienceMs;
  for (;;) {
    const { Item: { heldPayments } = { heldPayments: [] } } = await documents.send(read);
    if (heldPayments.length > 0) return;
    if (Date.now() > end) throw new LocalProblem(`Order ${orderId} holds no second payment.`);
    await sleep(200);
  }
};
