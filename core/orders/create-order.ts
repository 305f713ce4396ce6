import * as z from 'zod';
import { maxFilesPerOrder } from '../contract.ts';
import { type FieldIssue, InvalidInput } from '../errors.ts';
import { assertMay } from '../sessions/model/powers.ts';
import type { Caller } from '../sessions/model/session.ts';
import { madeOnce } from '../shared/made-once.ts';
import { atMost } from '../shared/model/at-most.ts';
import { idSchema, ownerIdSchema } from '../shared/model/id.ts';
import { payableSchema } from '../shared/model/money.ts';
import { parseInput } from '../shared/model/parse-input.ts';
import type { Clock, Ids } from '../shared/ports.ts';
import { isReceived } from '../uploads/model/upload.ts';
import { type Noting, noteUses, refusedUses } from '../uploads/note-uses.ts';
import type { Uploads } from '../uploads/ports.ts';
import type { Order, OrderFile, OrderWithFiles } from './model/order.ts';
import type { Orders } from './ports.ts';

type Deps = {
  orders: Orders;
  uploads: Uploads;
  ids: Ids;
  clock: Clock;
  /** Only workers and operators may state what an order costs. */
  trustedAmounts?: boolean;
};

export const createOrderSchema = z.strictObject(
  {
    amount: payableSchema.strict(),
    ownerId: ownerIdSchema.optional(),
    files: atMost(
      maxFilesPerOrder,
      `must name at most ${maxFilesPerOrder} files`,
      z
        .array(
          z.strictObject(
            {
              uploadId: idSchema('an upload'),
              role: z
                .string('must be a string')
                .regex(
                  /^[a-z][a-z0-9-]{0,63}$/,
                  'must be lower-case letters, digits and dashes, e.g. photo',
                ),
              required: z.boolean('must be true or false'),
            },
            'must be an object {uploadId, role, required}',
          ),
          'must be a list of files',
        )
        .min(1, 'must name at least one file')
        .max(maxFilesPerOrder),
    ),
  },
  'must be a JSON object',
);

/**
 * Why an upload cannot be in an order of this owner. A foreign upload is reported exactly like one
 * that does not exist.
 */
export const refusalFor =
  (ownerId: string, caller: Caller, now: string): Noting['refusalOf'] =>
  (upload) => {
    const whose = ownerId === caller.ownerId ? 'yours' : 'that owner’s';
    if (upload?.ownerId !== ownerId || upload.removal?.as === 'erased')
      return `is no upload of ${whose}; create it with POST /uploads first`;
    if (upload.status === 'permanent' && !isReceived(upload))
      return 'lies in an older system; migrate it first';
    if (upload.status === 'quarantined') return 'was refused; upload the file again';
    if (upload.status === 'aborted') return 'was given up; upload the file again';
    const isExpired =
      upload.status === 'expired' ||
      (upload.status !== 'permanent' && (upload.removal || upload.expiresAt <= now));
    return isExpired ? 'has expired; upload the file again' : undefined;
  };

/**
 * Records an order over its owner's uploads, whole or not at all; the owner is the caller, unless a
 * worker or an operator names another. Throws `NotAllowed`, or `InvalidInput` naming every wrong
 * field.
 */
export const createOrder = async (
  { orders, uploads, ids, clock, trustedAmounts = false }: Deps,
  caller: Caller,
  input: unknown,
): Promise<OrderWithFiles> => {
  const { amount, files, ownerId = caller.ownerId } = parseInput(createOrderSchema, input);
  assertMayOrder(caller, ownerId, trustedAmounts);
  const known = await uploads.findMany([...new Set(files.map(({ uploadId }) => uploadId))]);
  const now = clock.now().toISOString();
  const orderId = ids.next('ord');
  const refusalOf = refusalFor(ownerId, caller, now);
  const noting: Noting = { list: 'orderIds', id: orderId, refusalOf };
  const uses = files.map(({ uploadId }, index) => ({
    uploadId,
    field: `files[${index}].uploadId`,
  }));
  const issues = [
    ...repeated(files, 'role'),
    ...repeated(files, 'uploadId'),
    ...refusedUses(noting, uses, known),
  ];
  if (issues.length > 0) throw new InvalidInput(issues);
  const order = newOrder(orderId, ownerId, amount, now);
  await noteUses({ uploads, clock }, uses, noting);
  const entries = files.map((file, position) => newFile(orderId, file, { position, now }));
  return madeOnce(
    async () => {
      await orders.create(order, entries);
      return { order, files: entries };
    },
    () => orders.find(orderId),
  );
};

/**
 * An anonymous client can name any amount, so a stage may demand a trusted caller. An order for
 * another owner uses up that owner's uploads.
 */
const assertMayOrder = (caller: Caller, ownerId: string, trustedAmounts: boolean): void => {
  if (trustedAmounts)
    assertMay(
      caller,
      'price',
      'Only a worker or an operator may state what an order costs here. Let your server ' +
        'place the order.',
    );
  if (ownerId !== caller.ownerId)
    assertMay(
      caller,
      'orderFor',
      'Only a worker or an operator may place an order for another owner. Leave ownerId out.',
    );
};

type Wanted = z.infer<typeof createOrderSchema>['files'];

const repeated = (files: Wanted, field: 'role' | 'uploadId'): FieldIssue[] =>
  files.flatMap((file, index) =>
    files.findIndex((other) => other[field] === file[field]) < index
      ? [{ field: `files[${index}].${field}`, message: 'is used twice in this order' }]
      : [],
  );

const newOrder = (
  orderId: string,
  ownerId: string,
  amount: Order['amount'],
  now: string,
): Order => ({
  orderId,
  ownerId,
  status: 'awaiting_payment',
  amount,
  heldPayments: [],
  migration: { status: 'pending', attempt: 0, recoveries: 0 },
  createdAt: now,
  updatedAt: now,
  revision: 0,
});

const newFile = (
  orderId: string,
  file: Wanted[number],
  { position, now }: { position: number; now: string },
): OrderFile => ({
  ...file,
  position,
  orderId,
  status: 'pending',
  attempt: 0,
  updatedAt: now,
  revision: 0,
});
