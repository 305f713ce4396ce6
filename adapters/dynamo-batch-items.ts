import type { Batch, BatchCounts, BatchRecord, Lease } from '../core/model/batch.ts';
import { batchRecordSchema, batchSchema, recordStatuses } from '../core/model/batch.ts';
import { noCounts } from '../core/model/batch-counts.ts';

/** Item types of the batches table, all under the batch's id: the batch, its lease and counters, and one item per record. */
export const items = { batch: 'BATCH', state: 'STATE', recordPrefix: 'RECORD#' } as const;

type Key = { batchId: string; item: string };

export const batchKey = (batchId: string): Key => ({ batchId, item: items.batch });
export const stateKey = (batchId: string): Key => ({ batchId, item: items.state });
export const recordKey = (batchId: string, recordId: string): Key => ({ batchId, item: `${items.recordPrefix}${recordId}` });

type StateItem = { holder?: string; fence?: number; expiresAt?: string };

/** A batch with its lease, from its two items. */
export const toBatch = (batch: unknown, state: StateItem | undefined): Batch => {
  const { holder, fence, expiresAt } = state ?? {};
  return batchSchema.parse({ ...(batch as object), ...(holder !== undefined && { lease: { holder, fence, expiresAt } }) });
};

export const toRecord = (item: unknown): BatchRecord => batchRecordSchema.parse(item);

export const toCounts = (state: Record<string, unknown> | undefined): BatchCounts => {
  const counts = noCounts();
  for (const status of recordStatuses) {
    counts[status] = { files: Number(state?.[`${status}Files`] ?? 0), bytes: Number(state?.[`${status}Bytes`] ?? 0) };
  }
  return counts;
};

/** The batch as stored; its lease lives in the state item. */
export const batchItem = ({ lease: _elsewhere, ...batch }: Batch) => ({ ...batch, ...batchKey(batch.batchId), kind: 'batch' });

export const recordItem = (record: BatchRecord) => ({ ...record, ...recordKey(record.batchId, record.recordId) });

type Update = {
  TableName: string;
  Key: Key;
  UpdateExpression: string;
  ConditionExpression: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues: Record<string, unknown>;
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD';
};

/** Moves the counters, if the lease is still this one; goes first in every transaction over records. */
export const moveCounters = (table: string, batchId: string, move: { lease: Lease; delta: BatchCounts; writeId: string }): Update => {
  const moved = recordStatuses.flatMap((status) => [
    [`${status}Files`, move.delta[status].files] as const,
    [`${status}Bytes`, move.delta[status].bytes] as const,
  ]);
  const changes = moved.filter(([, by]) => by !== 0);
  const add = changes.map(([name]) => `${name} :${name}`).join(', ');
  return {
    TableName: table,
    Key: stateKey(batchId),
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
