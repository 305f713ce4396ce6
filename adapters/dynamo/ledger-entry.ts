import { erasedId, erasurePosition, type LedgerEntry } from '../../core/retention/model/erasure.ts';
import { erasureList, erasuresIndex } from '../../core/table-indexes.ts';
import { shardedKey } from './sharded-keys.ts';

/** The item of an entry, with its keys in the index. */
export const toEntryItem = (entry: LedgerEntry): Record<string, unknown> => {
  const id = erasedId(entry);
  return {
    ...entry,
    uploadId: id,
    [erasuresIndex.hashKey]: shardedKey(erasureList, id),
    [erasuresIndex.sortKey]: erasurePosition(entry),
  };
};

/**
 * The put of an entry into the erasure ledger, first in its transaction. The table's key `uploadId`
 * holds the id of the erased record, of any kind. An id that derives from a file can be erased
 * again; a repeated request meets its own entry.
 */
export const putEntry = (table: string | undefined, entry: LedgerEntry, writeId: string) => {
  if (table === undefined) throw new Error('This adapter was made without the ledger.');
  return {
    Put: {
      TableName: table,
      Item: { ...toEntryItem(entry), writeId },
      ConditionExpression: 'attribute_not_exists(uploadId) OR erasedAt < :erasedAt',
      ExpressionAttributeValues: { ':erasedAt': entry.erasedAt },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    },
  };
};
