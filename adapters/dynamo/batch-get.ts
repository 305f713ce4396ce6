import { setTimeout as pause } from 'node:timers/promises';
import {
  BatchGetCommand,
  type BatchGetCommandOutput,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { TransientFault } from '../../core/errors.ts';

type Keys = { table: string; keys: readonly Record<string, string>[] };

/** BatchGetItem takes 100 distinct keys. */
const batchSize = 100;

/** 25, 50, … 1600 ms with full jitter: 3.2 s at most, on top of the SDK's retries. */
const maxRounds = 8;
const firstPauseMs = 25;

/** Reads the items of distinct `keys` consistently, unordered. Throws `TransientFault`. */
export async function batchGet(
  client: DynamoDBDocumentClient,
  { table, keys }: Keys,
): Promise<unknown[]> {
  const found: unknown[] = [];
  for (let start = 0; start < keys.length; start += batchSize) {
    found.push(...(await readBatch(client, { table, keys: keys.slice(start, start + batchSize) })));
  }
  return found;
}

async function readBatch(
  client: DynamoDBDocumentClient,
  { table, keys }: Keys,
): Promise<unknown[]> {
  const found: unknown[] = [];
  let wanted: BatchGetCommandOutput['UnprocessedKeys'] = {
    [table]: { Keys: [...keys], ConsistentRead: true },
  };
  for (let round = 0; round < maxRounds; round += 1) {
    if (round > 0) await pause(Math.random() * firstPauseMs * 2 ** round);
    const answer: BatchGetCommandOutput = await client.send(
      new BatchGetCommand({ RequestItems: wanted }),
    );
    found.push(...(answer.Responses?.[table] ?? []));
    wanted = answer.UnprocessedKeys ?? {};
    if (!wanted[table]?.Keys?.length) return found;
  }
  throw new TransientFault(
    `DynamoDB left reads of ${table} unprocessed. Try the same again later.`,
    { context: { table } },
  );
}
