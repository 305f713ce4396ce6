import * as z from 'zod';
import { maxFilesPerOrder } from '../contract.ts';
import { type FieldIssue, InvalidInput } from '../errors.ts';
import { moneySchema } from '../model/money.ts';
import type { Order, OrderFile, OrderWithFiles } from '../model/order.ts';
import { parseInput } from '../model/parse-input.ts';
import type { Caller } from '../model/session.ts';
import type { Upload } from '../model/upload.ts';
import type { Clock, Ids, Orders, Uploads } from '../ports.ts';

type Deps = { orders: Orders; uploads: Uploads; ids: Ids; clock: Clock };

const isKnownCurrency = (currency: string): boolean => Intl.supportedValuesOf('currency').includes(currency);

export const createOrderSchema = z.object(
  {
    amount: moneySchema.refine(({ currency }) => isKnownCurrency(currency), {
      path: ['currency'],
      message: 'must be a currency of ISO 4217',
    }),
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
const unusable = (files: Wanted, uploads: readonly Upload[], caller: Caller, now: string): FieldIssue[] =>
  files.flatMap(({ uploadId }, index) => {
    const upload = uploads.find((candidate) => candidate.uploadId === uploadId && candidate.ownerId === caller.ownerId);
    const field = `files[${index}].uploadId`;
    if (!upload) return [{ field, message: 'is no upload of yours; create it with POST /uploads first' }];
    if (upload.status === 'quarantined') return [{ field, message: 'was refused; upload the file again' }];
    return upload.status !== 'permanent' && upload.expiresAt <= now ? [{ field, message: 'has expired; upload the file again' }] : [];
  });

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
  const issues = [...repeated(files, 'role'), ...repeated(files, 'uploadId'), ...unusable(files, known, caller, now)];
  if (issues.length > 0) throw new InvalidInput(issues);
  const order = newOrder(ids.next('ord'), caller, amount, now);
  const entries = files.map((file) => newFile(order.orderId, file, now));
  await orders.create(order, entries);
  return { order, files: entries };
};
