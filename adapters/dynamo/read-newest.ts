import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { batchGet } from './batch-get.ts';
import { keyIn, type PositionRange, readPositions } from './positions.ts';

/** A list of records keyed by `key`, by positions in an index. */
type NewestRange = Omit<PositionRange, 'backward' | 'pageSize'> & { key: string };

/**
 * The `limit` newest records of a range, in no particular order, and the position to go on below if
 * there are more. The index is eventually consistent, the records are read consistently: a record
 * may have left the range, or be gone.
 */
export const readNewest = async (
  client: DynamoDBDocumentClient,
  range: NewestRange,
  limit: number,
): Promise<{ items: unknown[]; next?: string }> => {
  const entries = await readEntries(client, range, limit + 1);
  const wanted = entries.slice(0, limit);
  const keys = wanted.map(({ id }) => ({ [range.key]: id }));
  const items = await batchGet(client, { table: range.table, keys });
  const last = wanted.at(-1);
  return { items, ...(entries.length > limit && last && { next: last.position }) };
};

type IndexEntry = { id: string; position: string };

/** A record that moves in the index may be listed twice; the result has it once. */
const readEntries = async (
  client: DynamoDBDocumentClient,
  { key, ...range }: NewestRange,
  count: number,
): Promise<IndexEntry[]> => {
  const { sortKey } = range.index;
  const entries = new Map<string, IndexEntry>();
  const positions = readPositions(client, { ...range, backward: true, pageSize: count });
  for await (const entry of positions) {
    const id = keyIn(entry, key);
    if (entries.set(id, { id, position: keyIn(entry, sortKey) }).size === count) break;
  }
  return [...entries.values()];
};
