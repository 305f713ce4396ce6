import type { Batch, BatchCounts, BatchRecord, Lease } from '../../../core/bulk/model/batch.ts';
import { batchRecordSchema, batchSchema, recordStatuses } from '../../../core/bulk/model/batch.ts';
import { noCounts } from '../../../core/bulk/model/batch-counts.ts';
import { readStored, type StoredKind } from '../../dynamo/stored-records.ts';

/** How batches and their records are read, whatever the journal is. */
export const storedBatch: StoredKind<Batch> = {
  kind: 'batch',
  idOf: ({ batchId }) => batchId,
  parse: (item) => batchSchema.parse(item),
};

export const storedRecord: StoredKind<BatchRecord> = {
  kind: 'batch record',
  idOf: ({ recordId }) => recordId,
  parse: (item) => batchRecordSchema.parse(item),
};

/**
 * Item types of the batches table: under the batch's id the batch and its lease; beside the
 * records, there or in partitions of their own (`<batchId>#<n>`), their counters with a copy of the
 * lease's fence.
 */
export const items = {
  batch: 'BATCH',
  state: 'STATE',
  recordPrefix: 'RECORD#',
  afterRecords: 'RECORD$',
} as const;

type Key = { batchId: string; item: string };

export const batchKey = (batchId: string): Key => ({ batchId, item: items.batch });
export const stateKey = (batchId: string): Key => ({ batchId, item: items.state });
export const recordKey = (batch: Sharded, recordId: string): Key => ({
  batchId: partitionOf(batch, recordId),
  item: `${items.recordPrefix}${recordId}`,
});

/** The fields of a batch that tell the partitions of its records. */
export type Sharded = Pick<Batch, 'batchId' | 'shards'>;

/** Where a batch's records are, in the order they are walked. */
export const partitionsOf = ({ batchId, shards }: Sharded): string[] =>
  shards === 1 ? [batchId] : Array.from({ length: shards }, (_, shard) => `${batchId}#${shard}`);

/** Record ids are hashes already. */
export const partitionOf = (batch: Sharded, recordId: string): string =>
  partitionsOf(batch)[Number.parseInt(recordId.slice(0, 8), 16) % batch.shards] ?? batch.batchId;

type StateItem = { holder?: string; fence?: number; expiresAt?: string };

/** A batch with its lease, from its two items. */
export const toBatch = (batch: unknown, state: StateItem | undefined): Batch => {
  const { holder, fence, expiresAt } = state ?? {};
  return readStored(storedBatch, {
    ...(batch as object),
    ...(holder !== undefined && { lease: { holder, fence, expiresAt } }),
  });
};

export const toRecord = (item: unknown): BatchRecord => {
  const record = readStored(storedRecord, item);
  return { ...record, batchId: record.batchId.replace(/#\d+$/, '') };
};

/** The sum of all partitions' counters. */
export const toCounts = (states: readonly Record<string, unknown>[]): BatchCounts => {
  const counts = noCounts();
  for (const state of states)
    for (const status of recordStatuses) {
      counts[status].files += Number(state[`${status}Files`] ?? 0);
      counts[status].bytes += Number(state[`${status}Bytes`] ?? 0);
    }
  return counts;
};

/** The batch as stored; its lease lives in the state item. */
export const batchItem = ({ lease: _elsewhere, ...batch }: Batch) => ({
  ...batch,
  ...batchKey(batch.batchId),
  kind: 'batch',
});

/** Puts a record in the place of the one that was read, or of none. */
export const replaceRecord = (
  table: string,
  batch: Sharded,
  { before, after }: { before: BatchRecord | undefined; after: BatchRecord },
) => ({
  TableName: table,
  Item: recordItem(batch, after),
  ...(before ? isStill(before) : { ConditionExpression: 'attribute_not_exists(batchId)' }),
});

const recordItem = (batch: Sharded, record: BatchRecord) => ({
  ...record,
  ...recordKey(batch, record.recordId),
});

/** A record's counters move from what it counted as before: both are in the condition. */
const isStill = ({ status, sizeBytes }: BatchRecord) => ({
  ConditionExpression:
    '#status = :status AND ' +
    (sizeBytes === undefined ? 'attribute_not_exists(sizeBytes)' : 'sizeBytes = :bytes'),
  ExpressionAttributeNames: { '#status': 'status' },
  ExpressionAttributeValues: {
    ':status': status,
    ...(sizeBytes !== undefined && { ':bytes': sizeBytes }),
  },
});

type Update = {
  TableName: string;
  Key: Key;
  UpdateExpression: string;
  ConditionExpression: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues: Record<string, unknown>;
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD';
};

/** Moves the counters under this lease; goes first in every transaction over records. */
export const moveCounters = (
  table: string,
  partition: string,
  move: { lease: Lease; delta: BatchCounts; writeId: string },
): Update => {
  const moved = recordStatuses.flatMap((status) => [
    [`${status}Files`, move.delta[status].files] as const,
    [`${status}Bytes`, move.delta[status].bytes] as const,
  ]);
  const changes = moved.filter(([, by]) => by !== 0);
  const add = changes.map(([name]) => `${name} :${name}`).join(', ');
  return {
    TableName: table,
    Key: stateKey(partition),
    UpdateExpression: `SET writeId = :writeId${add ? ` ADD ${add}` : ''}`,
    ConditionExpression: 'fence = :fence AND attribute_exists(holder)',
    ExpressionAttributeValues: {
      ':fence': move.lease.fence,
      ':writeId': move.writeId,
      ...Object.fromEntries(changes.map(([name, by]) => [`:${name}`, by])),
    },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
};
