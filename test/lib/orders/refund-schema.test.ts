import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import {
  stripeCaptureAfterMigrate,
  stripeRefunds,
} from '../../../lib/orders/payment-providers/stripe.ts';
import { eventPaths, refundSchema } from '../../../lib/orders/refund-schema.ts';
import { ordersOnTheBus } from '../../../openapi/events/order-events.ts';

type Values = Partial<Record<'headers' | 'query' | 'body' | 'form', Record<string, string>>>;

const callWith = (values: Values & { path?: string[] }) => ({
  endpoint: 'https://payments.example.com/*',
  connection: { header: 'Authorization', secretName: 'keepsake/prod/provider' },
  ratePerSecond: 10,
  ...values,
});

const issueOf = (refund: unknown): string | undefined =>
  refundSchema
    .safeParse(refund)
    .error?.issues.map(({ message }) => message)
    .join();

/** Paths of a schema's values and of the objects around them; a list is one value. */
const pathsOf = (schema: z.ZodType, at: string): string[] => {
  const inner = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema;
  return inner instanceof z.ZodObject
    ? [
        at,
        ...Object.entries(inner.shape).flatMap(([name, value]) =>
          pathsOf(value as z.ZodType, `${at}.${name}`),
        ),
      ]
    : [at];
};

describe('a call of a payment provider', () => {
  it.each([
    ['path', { path: ['$.detail.paymentId'] }],
    ['headers', { headers: { 'Idempotency-Key': '$.detail.idempotencyKey' } }],
    ['query', { query: { reason: '$.detail.cause' } }],
    ['body', { body: { payment: '$.detail.payment.id' } }],
    ['form', { form: { payment_intent: '$.detail.payment.paymentID' } }],
  ])('is refused at synthesis where a value of its %s is nowhere in the event', (_, values) => {
    expect(issueOf({ failed: callWith(values) })).toMatch(/the event has no such value/);
  });

  it('is refused where it captures by the key of a refund, which a completed order has not', () => {
    const headers = { 'Idempotency-Key': '$.detail.refund.idempotencyKey' };
    const failed = callWith({ headers });
    expect(issueOf({ failed })).toBeUndefined();
    expect(issueOf({ failed, completed: callWith({ headers }) })).toMatch(/no such value/);
  });

  it.each([
    ['refunds', stripeRefunds('keepsake/prod/stripe')],
    ['captures after the migration', stripeCaptureAfterMigrate('keepsake/prod/stripe')],
    ['constants', { failed: callWith({ body: { note: 'Keepsake' }, query: { at: '$.time' } }) }],
  ])('is taken for %s', (_, refund) => {
    expect(issueOf(refund)).toBeUndefined();
  });

  it.each([
    ['failed', 'OrderMigrationFailed'],
    ['completed', 'OrderMigrationCompleted'],
  ] as const)('can be filled with every value of the event %s', (call, detailType) => {
    const detail = ordersOnTheBus[detailType]?.detail;
    if (!detail) throw new Error(`There is no event ${detailType}.`);
    const envelope = ['$.id', '$.time', '$.source'];
    expect([...eventPaths[call]].sort()).toEqual(
      [...envelope, ...pathsOf(detail, '$.detail')].sort(),
    );
  });
});
