import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { BatchRecord, Lease } from '../../../core/bulk/model/batch.ts';
import { count, noCounts } from '../../../core/bulk/model/batch-counts.ts';
import { AttemptSuperseded, TransientFault } from '../../../core/errors.ts';
import { asking } from '../../aws/aws-errors.ts';
import { batchGet } from '../../dynamo/batch-get.ts';
import { newWriteId } from '../../dynamo/conditional-put.ts';
import { retryContended } from '../../dynamo/retry-contended.ts';
import { transact } from '../../dynamo/transaction.ts';
import {
  moveCounters,
  partitionOf,
  recordKey,
  replaceRecord,
  type Sharded,
  toRecord,
} from './dynamo-batch-items.ts';

/** A transaction holds 100 items and 4 MB: the counters and these records. */
const recordsPerWrite = 50;

type Move = {
  batch: Sharded;
  lease: Lease;
  before: ReadonlyMap<string, BatchRecord>;
  after: readonly BatchRecord[];
};

/**
 * Writes a batch's records together with one partition's counters: one transaction per group. The
 * counters of a batch are the sum over its partitions, so a group may move any of them. If each
 * record moved those of its own partition, every transaction would meet every other one.
 */
export class DynamoBatchWrites {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** The records that exist among these, by their ids. */
  async findStored(
    batch: Sharded,
    recordIds: readonly string[],
  ): Promise<Map<string, BatchRecord>> {
    const keys = recordIds.map((recordId) => recordKey(batch, recordId));
    const found = await asking(`read records of ${batch.batchId}`, () =>
      batchGet(this.#client, { table: this.#table, keys }),
    );
    return new Map(found.map(toRecord).map((record) => [record.recordId, record]));
  }

  /** Replaces `before` with `after`, under the lease's fence. */
  async write(move: Move): Promise<void> {
    for (let start = 0; start < move.after.length; start += recordsPerWrite)
      await this.#writeGroup({ ...move, after: move.after.slice(start, start + recordsPerWrite) });
  }

  /**
   * Two calls of one holder may write the same record. A record that changed since it was read is
   * read again, and counted from there.
   */
  async #writeGroup(move: Move): Promise<void> {
    const { batchId } = move.batch;
    let { before } = move;
    const write = async () => {
      const refused = await transact(this.#client, this.#transaction({ ...move, before }));
      if (refused.includes(0))
        throw new AttemptSuperseded(`Somebody else holds batch ${batchId} by now.`, {
          context: { batchId },
        });
      if (refused.length === 0) return;
      before = await this.findStored(move.batch, idsOf(move.after));
      throw new TransientFault(
        `Records of ${batchId} changed meanwhile. Try the same again later.`,
        { context: { batchId } },
      );
    };
    await asking(`write ${move.after.length} records of ${batchId}`, () => retryContended(write));
  }

  #transaction({ batch, lease, before, after }: Move): Parameters<typeof transact>[1] {
    const [first] = after;
    if (!first) throw new Error('A write to the journal needs a record.');
    // Ids are hashes, so the first one of a group chooses among the partitions evenly.
    const partition = partitionOf(batch, first.recordId);
    const writeId = newWriteId();
    const delta = noCounts();
    const puts = after.map((record) => {
      const old = before.get(record.recordId);
      if (old) count(delta, old, -1);
      count(delta, record);
      return { Put: replaceRecord(this.#table, batch, { before: old, after: record }) };
    });
    return {
      items: [{ Update: moveCounters(this.#table, partition, { lease, delta, writeId }) }, ...puts],
      writeId,
    };
  }
}

export const idsOf = (records: readonly BatchRecord[]): string[] =>
  records.map(({ recordId }) => recordId);
