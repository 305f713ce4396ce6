import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { batchGet } from './batch-get.ts';
import { type PositionRange, readPositions } from './positions.ts';

/** A list of records keyed by `key`, by positions in an index. */
type NewestRange = Omit<PositionRange, 'backward' | 'pageSize'> & { key: string };

type Place = { id: string; position: string };

/** A record that moves in the index may be listed twice; the result has it once. */
const readPlaces = async (
  client: DynamoDBDocumentClient,
  { key, ...range }: NewestRange,
  count: number,
): Promise<Place[]> => {
  const { sortKey } = range.index;
  const places = new Map<string, Place>();
  const entries = readPositions(client, { ...range, backward: true, pageSize: count });
  for await (const { [key]: id = '', [sortKey]: position = '' } of entries)
    if (places.set(id, { id, position }).size === count) break;
  return [...places.values()];
};

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
  const places = await readPlaces(client, range, limit + 1);
  const wanted = places.slice(0, limit);
  const keys = wanted.map(({ id }) => ({ [range.key]: id }));
  const items = await batchGet(client, { table: range.table, keys });
  const last = wanted.at(-1);
  return { items, ...(places.length > limit && last && { next: last.position }) };
};
