import { setImmediate } from 'node:timers/promises';
import {
  type BatchGetCommand,
  type DynamoDBDocumentClient,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { expect, it } from '@jest/globals';
import { batchItem } from '../../../../adapters/bulk/journal/dynamo-batch-items.ts';
import { DynamoBatches } from '../../../../adapters/bulk/journal/dynamo-batches.ts';
import { sampleBatch } from '../../../contracts/bulk/batch-samples.ts';
import { FixedClock } from '../../../fakes/shared/fixed-clock.ts';

const ids = Array.from({ length: 45 }, (_, n) => `bat_${n}`);

/** Lists the batches, and notes how many of them are being read at the same time. */
class Table {
  most = 0;
  #underWay = 0;

  async send(command: QueryCommand | BatchGetCommand) {
    if (command instanceof QueryCommand) return { Items: ids.map((batchId) => ({ batchId })) };
    this.#underWay += 1;
    this.most = Math.max(this.most, this.#underWay);
    await setImmediate();
    this.#underWay -= 1;
    const keys = command.input.RequestItems?.t?.Keys ?? [];
    return { Responses: { t: keys.map(({ batchId }) => batchItem(sampleBatch({ batchId }))) } };
  }
}

it('a list of batches reads twenty at a time, and keeps their order', async () => {
  const table = new Table();
  const client = table as unknown as DynamoDBDocumentClient;
  const listed: string[] = [];
  for await (const { batchId } of new DynamoBatches(client, 't', new FixedClock()).list())
    listed.push(batchId);
  expect([listed, table.most]).toEqual([ids, 20]);
});
