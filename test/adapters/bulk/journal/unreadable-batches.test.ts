import { describe, expect, it } from '@jest/globals';
import { batchItem } from '../../../../adapters/bulk/journal/dynamo-batch-items.ts';
import { DynamoBatches } from '../../../../adapters/bulk/journal/dynamo-batches.ts';
import { SqliteBatches } from '../../../../adapters/bulk/journal/sqlite-batches.ts';
import { SqliteJournal } from '../../../../adapters/bulk/journal/sqlite-journal.ts';
import { listBatches } from '../../../../core/bulk/list-batches.ts';
import type { Batch } from '../../../../core/bulk/model/batch.ts';
import type { Batches } from '../../../../core/bulk/ports.ts';
import { sampleBatch } from '../../../contracts/bulk/batch-samples.ts';
import { FixedClock } from '../../../fakes/shared/fixed-clock.ts';
import { tableOf } from '../../dynamo/damaged-table.ts';

/** The newest first. */
const three = [3, 2, 1].map((n) =>
  sampleBatch({ batchId: `bat_${n}`, createdAt: `2030-01-0${n}T00:00:00.000Z` }),
);
const isSpoilt = ({ batchId }: Batch): boolean => batchId === 'bat_2';

const spoiltJournal = async (body: string): Promise<Batches> => {
  const journal = new SqliteJournal(':memory:');
  const batches = new SqliteBatches(journal, new FixedClock());
  for (const batch of three) await batches.create(batch);
  journal.prepared(`UPDATE batches SET body = ${body} WHERE batch_id = ?`).run('bat_2');
  return batches;
};

const journals: Readonly<Record<string, () => Promise<Batches>>> = {
  DynamoBatches: async () => {
    const items = three.map((batch) => ({
      ...batchItem(batch),
      ...(isSpoilt(batch) && { status: 'of a later version' }),
    }));
    return new DynamoBatches(tableOf(items), 't', new FixedClock());
  },
  SqliteBatches: () => spoiltJournal("json_set(body, '$.status', 'x')"),
  'SqliteBatches, cut off,': () => spoiltJournal('substr(body, 1, 20)'),
};

describe.each(Object.entries(journals))('%s with a batch that cannot be read', (_name, open) => {
  it('lists the others, then names it', async () => {
    const listed: string[] = [];
    const list = async () => {
      for await (const { batchId } of (await open()).list()) listed.push(batchId);
    };
    await expect(list()).rejects.toMatchObject({
      name: 'RecordUnreadable',
      message: expect.stringMatching(/batch bat_2 \(.*\bstatus\b/),
    });
    expect(listed).toEqual(['bat_3', 'bat_1']);
  });

  it('answers the list without it, and says so', async () => {
    const batches = await open();
    const { batches: shown, unreadable } = await listBatches({ batches }, {});
    expect(shown.map(({ batchId }) => batchId)).toEqual(['bat_3', 'bat_1']);
    expect(unreadable).toEqual(['bat_2']);
  });
});
