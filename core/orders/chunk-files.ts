import type { Upload } from '../uploads/model/upload.ts';
import type { Uploads } from '../uploads/ports.ts';
import { uploadsById } from '../uploads/uploads-by-id.ts';
import { readOrder } from './change-order.ts';
import type { Chunk, FileOutcome, Order, OrderFile } from './model/order.ts';
import { assertMigrating } from './model/order-transitions.ts';
import type { Orders } from './ports.ts';

/** One file of a chunk with all that is known of it. */
export type ChunkFile = { order: Order; file: OrderFile; upload: Upload | undefined };

/** The chunk's files, read consistently, for a run that still holds the order. */
export const readChunk = async (
  deps: { orders: Orders; uploads: Uploads },
  chunk: Chunk,
): Promise<ChunkFile[]> => {
  const { order, files } = await readOrder(deps.orders, chunk.orderId);
  assertMigrating(order, chunk);
  const wanted = files.filter(({ role }) => chunk.roles.includes(role));
  const uploads = await uploadsById(
    deps.uploads,
    wanted.map(({ uploadId }) => uploadId),
  );
  return wanted.map((file) => ({ order, file, upload: uploads.get(file.uploadId) }));
};

/** The part of a file that goes into the execution history. */
export const outcomeOf = ({ role, status, failure }: OrderFile): FileOutcome => ({
  role,
  status,
  ...(failure && { failure: failure.code }),
});
