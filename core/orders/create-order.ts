import * as z from 'zod';
import { maxFilesPerOrder } from '../contract.ts';
import { type FieldIssue, InvalidInput } from '../errors.ts';
import type { Clock, Ids, Orders, Uploads } from '../ports.ts';
import type { Caller } from '../sessions/model/session.ts';
import { payableSchema } from '../shared/model/money.ts';
import { parseInput } from '../shared/model/parse-input.ts';
import { type Noting, noteUses, refusedUses } from '../uploads/note-uses.ts';
import type { Order, OrderFile, OrderWithFiles } from './model/order.ts';

type Deps = { orders: Orders; uploads: Uploads; ids: Ids; clock: Clock };

export const createOrderSchema = z.object(
  {
    amount: payableSchema,
    files: z
      .array(
        z.object(
          {
            uploadId: z.string('must be the id of an upload'),
            role: z.string('must be a string').regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and dashes, e.g. photo'),
            required: z.boolean('must be true or false'),
          },
          'must be an object {uploadId, role, required}',
        ),
        'must be a list of files',
      )
      .min(1, 'must name at least one file')
      .max(maxFilesPerOrder, `must name at most ${maxFilesPerOrder} files`),
  },
  'must be a JSON object',
);

type Wanted = z.infer<typeof createOrderSchema>['files'];

const repeated = (files: Wanted, field: 'role' | 'uploadId'): FieldIssue[] =>
  files.flatMap((file, index) =>
    files.findIndex((other) => other[field] === file[field]) < index
      ? [{ field: `files[${index}].${field}`, message: 'is used twice in this order' }]
      : [],
  );

/** A foreign upload is reported exactly like one that does not exist. */
const refusalFor =
  ({ ownerId }: Caller, now: string): Noting['refusalOf'] =>
  (upload) => {
    if (upload?.ownerId !== ownerId || upload.removal?.as === 'erased') return 'is no upload of yours; create it with POST /uploads first';
    if (upload.status === 'quarantined') return 'was refused; upload the file again';
    if (upload.status === 'aborted') return 'was given up; upload the file again';
    const isExpired = upload.status === 'expired' || (upload.status !== 'permanent' && (upload.removal || upload.expiresAt <= now));
    return isExpired ? 'has expired; upload the file again' : undefined;
  };

const newOrder = (orderId: string, caller: Caller, amount: Order['amount'], now: string): Order => ({
  orderId,
  ownerId: caller.ownerId,
  status: 'awaiting_payment',
  amount,
  heldPayments: [],
  migration: { status: 'pending', attempt: 0, recoveries: 0 },
  createdAt: now,
  updatedAt: now,
  revision: 0,
});

const newFile = (orderId: string, file: Wanted[number], now: string): OrderFile => ({
  ...file,
  orderId,
  status: 'pending',
  attempt: 0,
  updatedAt: now,
  revision: 0,
});

/** Records an order over the caller's uploads, whole or not at all. Throws `InvalidInput` naming every wrong field. */
export const createOrder = async ({ orders, uploads, ids, clock }: Deps, caller: Caller, input: unknown): Promise<OrderWithFiles> => {
  const { amount, files } = parseInput(createOrderSchema, input);
  const known = await uploads.findMany([...new Set(files.map(({ uploadId }) => uploadId))]);
  const now = clock.now().toISOString();
  const noting: Noting = { list: 'orderIds', refusalOf: refusalFor(caller, now) };
  const uses = files.map(({ uploadId }, index) => ({ uploadId, field: `files[${index}].uploadId` }));
  const issues = [...repeated(files, 'role'), ...repeated(files, 'uploadId'), ...refusedUses(noting, uses, known)];
  if (issues.length > 0) throw new InvalidInput(issues);
  const order = newOrder(ids.next('ord'), caller, amount, now);
  await noteUses({ uploads, clock }, order.orderId, uses, noting);
  const entries = files.map((file) => newFile(order.orderId, file, now));
  await orders.create(order, entries);
  return { order, files: entries };
};
