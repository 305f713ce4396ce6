import * as z from 'zod';
import { RecordUnreadable } from '../errors.ts';
import { cursorAfter, type List, positionOf } from '../shared/model/list-cursor.ts';
import { pageFields } from '../shared/model/page-request.ts';
import { parseQuery } from '../shared/model/parse-query.ts';
import type { UnreadableRecord } from '../shared/model/unreadable-record.ts';
import { unreadableIn } from '../shared/unreadable.ts';
import { readBatch } from './change-batch.ts';
import { type Batch, type BatchRecord, batchStatuses, recordStatuses } from './model/batch.ts';
import { type BatchView, batchView } from './model/batch-view.ts';
import type { Batches } from './ports.ts';

type Deps = { batches: Batches };

export const listBatchesSchema = z.object({
  ...pageFields,
  status: z.enum(batchStatuses, `must be one of ${batchStatuses.join(', ')}`).optional(),
});

export const listBatchFilesSchema = z.object({
  ...pageFields,
  status: z.enum(recordStatuses, `must be one of ${recordStatuses.join(', ')}`).optional(),
});

/** One batch with its counters. Throws `NotFound`. */
export const getBatch = async (deps: Deps, batchId: string): Promise<BatchView> =>
  viewOf(deps, await readBatch(deps, batchId));

const viewOf = async ({ batches }: Deps, batch: Batch): Promise<BatchView> =>
  batchView(batch, await batches.counts(batch.batchId));

/** The batches that can be read, newest first; notes the others once the list is at its end. */
export async function* readableBatches(
  batches: Pick<Batches, 'list'>,
  lost: UnreadableRecord[] = [],
): AsyncGenerator<Batch> {
  try {
    yield* batches.list();
  } catch (error) {
    if (!(error instanceof RecordUnreadable)) throw error;
    lost.push(...error.records);
  }
}

/**
 * Batches, newest first; those in one status, if one is named. The last page names those that
 * cannot be read. Throws `InvalidInput`.
 */
export const listBatches = async (
  deps: Deps,
  query: unknown,
): Promise<{ batches: BatchView[]; cursor?: string; unreadable?: string[] }> => {
  const { limit, cursor, status } = parseQuery(listBatchesSchema, query);
  const list = { list: 'batches', status };
  const nameOf = ({ batchId }: Batch): string => batchId;
  const lost: UnreadableRecord[] = [];
  const { items, ...more } = await page(
    inStatus(after(readableBatches(deps.batches, lost), positionOf(list, cursor), nameOf), status),
    { limit, list, nameOf },
  );
  const batches = await Promise.all(items.map((batch) => viewOf(deps, batch)));
  return { batches, ...unreadableIn(lost), ...more };
};

type Page<Item> = { items: Item[]; cursor?: string };

/** The first `limit` items after a position, and a cursor where there are more. */
const page = async <Item>(
  items: AsyncIterable<Item>,
  { limit, list, nameOf }: { limit: number; list: List; nameOf: (item: Item) => string },
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

async function* inStatus(
  batches: AsyncIterable<Batch>,
  status: Batch['status'] | undefined,
): AsyncGenerator<Batch> {
  for await (const batch of batches)
    if (status === undefined || batch.status === status) yield batch;
}

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
  const records = deps.batches.records(batchId, status, recordsAfter(positionOf(list, cursor)));
  const { items, ...more } = await page(records, {
    limit,
    list,
    nameOf: ({ recordId }) => recordId,
  });
  return { files: items.map(fileView), ...more };
};

const recordsAfter = (after: string | undefined) => (after === undefined ? {} : { after });

const fileView = ({ batchId: _known, ...record }: BatchRecord) => record;

/** Failed files of one code, and the first of them as an example. */
export type FailuresOfCode = {
  code: string;
  files: number;
  example: { recordId: string; path: string; message: string };
};

/** A batch with more failures has one cause; the first of them show it. */
const mostRead = 10_000;

/**
 * Failed files of a batch by the code of their failure, most frequent first. `more`: there are more
 * than 10,000, and the others were not counted. Throws `NotFound`.
 */
export const batchFailures = async (
  deps: Deps,
  batchId: string,
): Promise<{ failures: FailuresOfCode[]; more: boolean }> => {
  await readBatch(deps, batchId);
  const codes = new Map<string, FailuresOfCode>();
  let read = 0;
  for await (const record of deps.batches.records(batchId, 'failed')) {
    if (read === mostRead) break;
    read += 1;
    countFailure(codes, record);
  }
  const failures = [...codes.values()].sort((a, b) => b.files - a.files);
  return { failures, more: read === mostRead };
};

const countFailure = (codes: Map<string, FailuresOfCode>, record: BatchRecord): void => {
  const {
    recordId,
    path,
    failure = { code: 'unknown', message: 'No cause is on record.' },
  } = record;
  const { code, message } = failure;
  const known = codes.get(code);
  if (known) known.files += 1;
  else codes.set(code, { code, files: 1, example: { recordId, path, message } });
};
