import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { roleOrUserArn } from '../../core/contract.ts';
import { defaultPaymentEvent } from '../../core/event-names.ts';
import { defaultPaymentMapping, paymentProviders } from '../../core/payment-contract.ts';
import { paymentWebhooksSchema } from './webhook-schema.ts';

const positive = z.int().positive();
const dottedPath = z
  .string()
  .regex(/^[\w-]+(\.[\w-]+)*$/, 'must be a dotted path into the event, like detail.orderId');

/** How a stage learns of payments. */
export const paymentSchema = z.strictObject({
  /** A bus that exists already, e.g. a partner's; our own bus when absent. */
  eventBusName: z.string().min(1).optional(),
  source: z.string().min(1),
  detailType: z.string().min(1),
  /** The only principals that may send payment events to our own bus. */
  senders: z
    .array(z.string().regex(roleOrUserArn, 'must be the ARN of a role or user'))
    .min(1)
    .optional(),
  mapping: z.strictObject({
    orderId: dottedPath,
    paymentId: dottedPath,
    amountValue: dottedPath,
    currency: dottedPath,
    unit: z.enum(['major', 'minor']),
    /** Whose minor units: ISO 4217's by default, Stripe's for events of its partner bus. */
    provider: z.enum(paymentProviders).optional(),
  }),
  /**
   * Only workers and operators may state an order's amount: your server places the orders with
   * their token. If absent, any client may.
   */
  trustedAmounts: z.boolean().optional(),
  /**
   * Events it does not match are other products' payments: counted, then dropped. Without a filter
   * every event is ours.
   */
  filter: z.strictObject({ path: dottedPath.optional(), startsWith: z.string().min(1) }).optional(),
  /** Consequences of refunds that the provider reports. */
  refunds: z
    .strictObject({
      /** A requested refund that has not settled by then raises an alarm; none when absent. */
      alarmAfterDays: positive.max(180).optional(),
      /** A completed order's links end once its payment was refunded whole. */
      revokeLinks: z.boolean().optional(),
    })
    .optional(),
  /** Providers that call the stage itself; none when absent. */
  webhooks: paymentWebhooksSchema.optional(),
  retry: z.strictObject({
    visibilitySeconds: positive.max(43_200),
    maxReceives: positive.max(1000),
  }),
});

type Payment = z.infer<typeof paymentSchema>;

/**
 * True unless the stage reads another payment event than its receiver of webhooks puts on our own
 * bus. The filter's path would be looked for in that event as well as in the provider's.
 */
export const canReceiveWebhooks = (payment: Payment): boolean =>
  payment.webhooks === undefined ||
  (payment.eventBusName === undefined &&
    payment.source === defaultPaymentEvent.source &&
    payment.detailType === defaultPaymentEvent.detailType &&
    payment.filter?.path === undefined &&
    isDefaultMapping(payment.mapping));

const isDefaultMapping = ({ provider, ...mapping }: Payment['mapping']): boolean =>
  provider === undefined && isDeepStrictEqual(mapping, { ...defaultPaymentMapping });
