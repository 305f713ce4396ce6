import * as z from 'zod';
import { secretName } from '../shared/setting-texts.ts';

const eventPath = /^\$\.(detail|id|time|source)(\.[A-Za-z0-9_-]+)*$/;

/** The values of both events, and the parts that hold them. */
const common = [
  ...['$.id', '$.time', '$.source', '$.detail', '$.detail.orderId', '$.detail.attempt'],
  ...['$.detail.payment', '$.detail.payment.paymentId', '$.detail.payment.amount'],
  ...['$.detail.payment.amount.value', '$.detail.payment.amount.currency'],
] as const;

/** What a call can be filled with, by its event: docs/events has what each value means. */
export const eventPaths = {
  failed: [
    ...common,
    ...['$.detail.reason', '$.detail.refund', '$.detail.refund.requested'],
    '$.detail.refund.idempotencyKey',
  ],
  completed: [...common, '$.detail.files'],
} as const;

const isValue = (value: string): boolean => !value.startsWith('$') || eventPath.test(value);

/** A constant, or the path of a value in the event, like `$.detail.refund.idempotencyKey`. */
const valueSchema = z
  .string()
  .min(1)
  .max(512)
  .refine(isValue, 'must be a constant or a path into the event like $.detail.orderId');

const headerName = z.string().regex(/^[A-Za-z0-9-]+$/, 'must be the name of a header');

/** One request to a payment provider: where, as whom, and with which values of the event. */
export const providerCallSchema = z.strictObject({
  /** `*` is filled from `path`. */
  endpoint: z
    .url({ protocol: /^https$/ })
    .refine((url) => !url.includes('?'), 'must have no query: put it under query'),
  /** Values for the `*` of the endpoint, in order. */
  path: z.array(valueSchema).optional(),
  connection: z.strictObject({
    /** The header that carries the credential. */
    header: headerName,
    /** Name of the Secrets Manager secret with the header's whole value, e.g. `Bearer sk_…`. */
    secretName,
  }),
  headers: z.record(headerName, valueSchema).optional(),
  query: z.record(z.string().min(1), valueSchema).optional(),
  /** Fields of the JSON body; by default the event's whole `detail`. */
  body: z.record(z.string().regex(/^\w+$/), valueSchema).optional(),
  /** Fields of a form-encoded body, instead of JSON: Stripe takes nothing else. */
  form: z.record(z.string().min(1), valueSchema).optional(),
  /** Not for a form. */
  ratePerSecond: z.int().min(1).max(300),
});

type Values = Pick<
  z.infer<typeof providerCallSchema>,
  'path' | 'headers' | 'query' | 'body' | 'form'
>;

/** The event's values that a call is filled with. */
const pathsIn = ({ path = [], headers, query, body, form }: Values): string[] =>
  [path, headers, query, body, form]
    .flatMap((values) => Object.values(values ?? {}))
    .filter((value) => value.startsWith('$'));

/**
 * A call of one of the events. A path that leads nowhere ends an execution of Step Functions with
 * `States.Runtime`, which nothing catches: the refund would be asked for by nobody, and no alarm
 * would ring.
 */
const callAfter = (event: keyof typeof eventPaths) =>
  providerCallSchema.superRefine((call, context) => {
    const known: readonly string[] = eventPaths[event];
    const unknown = pathsIn(call).filter((path) => !known.includes(path));
    if (unknown.length > 0)
      context.addIssue(
        `${unknown.join(', ')}: the event has no such value. It has ${known.join(', ')}.`,
      );
  });

/** Which calls follow which end of an order. */
export const refundSchema = z.strictObject({
  /** After `OrderMigrationFailed`: refund, or void an authorization. */
  failed: callAfter('failed'),
  /** After `OrderMigrationCompleted`: capture an authorization. */
  completed: callAfter('completed').optional(),
});
