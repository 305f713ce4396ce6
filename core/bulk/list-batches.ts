import * as z from 'zod';
import { cursorAfter, positionOf } from '../shared/model/list-cursor.ts';
import { pageFields } from '../shared/model/page-request.ts';
import { parseQuery } from '../shared/model/parse-query.ts';
import { readBatch } from './change-batch.ts';
import { type Batch, type BatchRecord, recordStatuses } from './model/batch.ts';
import { type BatchView, batchView } from './model/batch-view.ts';
import type { Batches } from './ports.ts';

type Deps = { batches: Batches };

export const listBatchesSchema = z.object(pageFields);

export const listBatchFilesSchema = z.object({
  ...pageFields,
  status: z.enum(recordStatuses, `must be one of ${recordStatuses.join(', ')}`).optional(),
});

const viewOf = async ({ batches }: Deps, batch: Batch): Promise<BatchView> =>
  batchView(batch, await batches.counts(batch.batchId));

/** One batch with its counters. Throws `NotFound`. */
export const getBatch = async (deps: Deps, batchId: string): Promise<BatchView> =>
  viewOf(deps, await readBatch(deps, batchId));

type Page<Item> = { items: Item[]; cursor?: string };

/** The first `limit` items after a position, and a cursor where there are more. */
const page = async <Item>(
  items: AsyncIterable<Item>,
  {
    limit,
    list,
    nameOf,
  }: { limit: number; list: Record<string, unknown>; nameOf: (item: Item) => string },
): Promise<Page<Item>> => {
  const found: Item[] = [];
  for await (const item of items) {
    const last = found.at(-1);
    if (found.length === limit && last !== undefined)
      return { items: found, cursor: cursorAfter(list, nameOf(last)) };
    found.push(item);
  }
  return { items: found };
};

async function* after<Item>(
  items: AsyncIterable<Item>,
  position: string | undefined,
  nameOf: (item: Item) => string,
): AsyncGenerator<Item> {
  let isPast = position === undefined;
  for await (const item of items) {
    if (isPast) yield item;
    else isPast = nameOf(item) === position;
  }
}

/** Batches, newest first. Throws `InvalidInput`. */
export const listBatches = async (
  deps: Deps,
  query: unknown,
): Promise<{ batches: BatchView[]; cursor?: string }> => {
  const { limit, cursor } = parseQuery(listBatchesSchema, query);
  const list = { list: 'batches' };
  const nameOf = ({ batchId }: Batch): string => batchId;
  const { items, ...more } = await page(
    after(deps.batches.list(), positionOf(list, cursor), nameOf),
    { limit, list, nameOf },
  );
  return { batches: await Promise.all(items.map((batch) => viewOf(deps, batch))), ...more };
};

const fileView = ({ batchId: _known, ...record }: BatchRecord) => record;

export type BatchFileView = ReturnType<typeof fileView>;

/** Files of a batch, in its own order. Throws `NotFound` or `InvalidInput`. */
export const listBatchFiles = async (
  deps: Deps,
  batchId: string,
  query: unknown,
): Promise<{ files: BatchFileView[]; cursor?: string }> => {
  const { limit, cursor, status } = parseQuery(listBatchFilesSchema, query);
  await readBatch(deps, batchId);
  const list = { list: 'files', batchId, status };
  const records = deps.batches.records(batchId, status, positionOf(list, cursor));
  const { items, ...more } = await page(records, {
    limit,
    list,
    nameOf: ({ recordId }) => recordId,
  });
  return { files: items.map(fileView), ...more };
};
