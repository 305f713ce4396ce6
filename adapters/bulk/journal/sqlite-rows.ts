import type { Batch, BatchRecord } from '../../../core/bulk/model/batch.ts';
import { readStored } from '../../dynamo/stored-records.ts';
import { storedBatch, storedRecord } from './dynamo-batch-items.ts';

/** A batch as the journal has it. */
export type BatchRow = {
  batch_id: string;
  created_at: string;
  body: string;
  revision: number;
  holder: string | null;
  fence: number;
  expires_at: string | null;
};

/** A record; `seq` is its place in the order of the journal. */
export type RecordRow = { seq: number; body: string };

/** The row names the batch, whatever is in its body. */
export const toBatch = ({ batch_id, body, revision, holder, fence, expires_at }: BatchRow): Batch =>
  readStored(
    { ...storedBatch, idOf: () => batch_id },
    {
      ...objectIn(body),
      revision,
      ...(holder && { lease: { holder, fence, expiresAt: expires_at } }),
    },
  );

/** The object of a body. One that is not JSON is as unreadable as one that fits no schema. */
const objectIn = (body: string): object => {
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
};

export const toRecord = ({ seq, body }: RecordRow): BatchRecord => {
  const idOf = ({ recordId }: Readonly<Record<string, unknown>>) => recordId ?? `in row ${seq}`;
  return readStored({ ...storedRecord, idOf }, objectIn(body));
};

/** A runner reads its batch after each group of files, and seldom finds another one. */
export class LastBatch {
  #last: { row: BatchRow; batch: Batch } | undefined;

  read(row: BatchRow): Batch {
    if (!this.#last || !isSameRow(this.#last.row, row)) this.#last = { row, batch: toBatch(row) };
    return this.#last.batch;
  }
}

const isSameRow = (a: BatchRow, b: BatchRow): boolean =>
  a.body === b.body &&
  a.revision === b.revision &&
  a.holder === b.holder &&
  a.fence === b.fence &&
  a.expires_at === b.expires_at;
