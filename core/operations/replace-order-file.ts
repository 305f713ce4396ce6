import * as z from 'zod';
import { InvalidInput, NotFound } from '../errors.ts';
import { readOrder } from '../orders/change-order.ts';
import { refusalFor } from '../orders/create-order.ts';
import type { OrderFile, OrderWithFiles } from '../orders/model/order.ts';
import { replaceFile } from '../orders/model/order-replacement.ts';
import type { Orders } from '../orders/ports.ts';
import { assertMay } from '../sessions/model/powers.ts';
import type { Caller } from '../sessions/model/session.ts';
import { idSchema } from '../shared/model/id.ts';
import { parseInput } from '../shared/model/parse-input.ts';
import type { Clock } from '../shared/ports.ts';
import { unlessStale } from '../shared/unless-stale.ts';
import { untilWritten } from '../shared/until-written.ts';
import { type Noting, noteUse } from '../uploads/note-uses.ts';
import type { Uploads } from '../uploads/ports.ts';

type Deps = { orders: Orders; uploads: Uploads; clock: Clock };

export const replaceFileSchema = z.strictObject(
  { uploadId: idSchema('an upload') },
  'must be a JSON object',
);

type Wanted = { orderId: string; role: string | undefined; body: unknown };

/**
 * Puts another upload of the order's owner in a role of an order, for an operator or the shop's
 * backend. The order and its entry are written together, so no attempt copies one file and commits
 * the other. Idempotent. Throws `NotAllowed`, `NotFound`, `InvalidInput`, or `OrderRefused` while
 * the order is worked on.
 */
export const replaceOrderFile = async (
  deps: Deps,
  caller: Caller,
  { orderId, role, body }: Wanted,
): Promise<OrderWithFiles> => {
  assertMay(
    caller,
    'replace',
    'Only operators, and machine keys made for it, may replace a file of an order.',
  );
  const { uploadId } = parseInput(replaceFileSchema, body);
  await untilWritten(`Order ${orderId}`, { orderId }, async () => {
    const found = await readOrder(deps.orders, orderId);
    const file = fileIn(found, role);
    if (file.uploadId === uploadId) return 'replaced';
    assertUnused(found, uploadId);
    const now = deps.clock.now();
    const next = replaceFile(found.order, file, { uploadId, now });
    const refusalOf = refusalFor(found.order.ownerId, caller, now.toISOString());
    await noteOnce(deps, uploadId, { list: 'orderIds', id: orderId, refusalOf });
    return unlessStale(deps.orders.replaceFile(next.order, next.file).then(() => 'replaced'));
  });
  return readOrder(deps.orders, orderId);
};

const fileIn = ({ order, files }: OrderWithFiles, role: string | undefined): OrderFile => {
  const file = files.find((one) => one.role === role);
  if (!file) throw new NotFound('file', `${role} of order ${order.orderId}`);
  return file;
};

const assertUnused = ({ files }: OrderWithFiles, uploadId: string): void => {
  if (files.some((file) => file.uploadId === uploadId))
    throw InvalidInput.of('uploadId', 'is used twice in this order');
};

/** An upload that was in the order before names it already, and may not be usable any more. */
const noteOnce = async (deps: Deps, uploadId: string, noting: Noting): Promise<void> => {
  const use = { uploadId, field: 'uploadId' };
  const upload = await deps.uploads.find(uploadId);
  const message = noting.refusalOf(upload);
  if (message !== undefined) throw InvalidInput.of(use.field, message);
  if (!upload?.orderIds?.includes(noting.id)) await noteUse(deps, use, noting);
};
