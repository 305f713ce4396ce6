import { createHash } from 'node:crypto';
import * as z from 'zod';
import { InvalidInput, TransientFault } from '../../core/errors.ts';
import { valueAt } from '../../core/orders/model/event-path.ts';
import { mapPayment } from '../../core/orders/model/map-payment.ts';
import { isOurPayment } from '../../core/orders/model/payment-filter.ts';
import type { RefundNews } from '../../core/orders/model/refund-news.ts';
import type { PaymentFilter, PaymentMapping } from '../../core/payment-contract.ts';
import type {
  PaymentEvent,
  ProviderNews,
  SentWebhook,
} from '../../core/payments/model/provider-news.ts';
import type { PaymentWebhooks } from '../../core/payments/ports.ts';
import { parseInput } from '../../core/shared/model/parse-input.ts';
import type { Clock } from '../../core/shared/ports.ts';

type Options = {
  apiKey: () => Promise<string>;
  clock: Clock;
  filter?: PaymentFilter | undefined;
  /** Mollie's API, or a look-alike in tests. */
  endpoint?: string;
};

const mapping: PaymentMapping = {
  orderId: 'metadata.orderId',
  paymentId: 'id',
  amountValue: 'amount.value',
  currency: 'amount.currency',
  unit: 'major',
};

/** Every other status is on its way to one of these: `queued`, `pending`, `processing`. */
const finalStatuses: ReadonlyMap<string, RefundNews['status']> = new Map([
  ['refunded', 'settled'],
  ['failed', 'refused'],
  ['canceled', 'refused'],
]);

/** Mollie writes amounts as decimal strings. */
const amountSchema = z
  .object({ value: z.string().regex(/^\d+(\.\d+)?$/), currency: z.string() })
  .transform(({ value, currency }) => ({ value: Number(value), currency }));

const refundSchema = z.object({
  id: z.string(),
  status: z.string(),
  amount: amountSchema,
  createdAt: z.string().optional(),
});

type MollieRefund = z.infer<typeof refundSchema>;

/** Shops keep in `metadata` what they like: a text, a list, an object. */
const paymentSchema = z.looseObject({
  id: z.string(),
  status: z.string(),
  metadata: z.unknown().optional(),
  _embedded: z.looseObject({ refunds: z.unknown().optional() }).optional(),
});

type MolliePayment = z.infer<typeof paymentSchema>;

/** The id of a payment. Ids of orders, payment links and captures begin with other letters. */
const paymentId = /^tr_\w{1,64}$/;

/** An answer that takes longer is none: Mollie waits 15 seconds and calls again. */
const timeoutMs = 5000;

const isPaid = ({ status }: MolliePayment): boolean => status === 'paid';

const paidEvents = (payment: MolliePayment): PaymentEvent[] =>
  isPaid(payment) ? [{ detailType: 'PaymentSucceeded', detail: mapPayment(payment, mapping) }] : [];

/**
 * Since when a refund stands as Mollie says. Mollie does not tell, and two webhooks may be asked
 * for at once and answered in the other order: a pending refund stands so since it was made, and no
 * answer that comes late is later than the end of the refund.
 */
const standsSince = ({ status, createdAt = 'unknown' }: MollieRefund, askedAt: Date): string => {
  const createdMs = Date.parse(createdAt);
  if (Number.isNaN(createdMs)) return askedAt.toISOString();
  const ms = finalStatuses.has(status) ? Math.max(createdMs, askedAt.getTime()) : createdMs;
  return new Date(ms).toISOString();
};

const refundEvents = (payment: MolliePayment, askedAt: Date): PaymentEvent[] => {
  // biome-ignore lint/complexity/useLiteralKeys: Mollie's own name.
  const refunds = parseInput(z.array(refundSchema), payment['_embedded']?.refunds ?? []);
  const orderId = valueAt(payment, mapping.orderId);
  return refunds.map((refund) => ({
    detailType: 'PaymentRefundChanged',
    detail: {
      paymentId: payment.id,
      ...(typeof orderId === 'string' && { orderId }),
      refundId: refund.id,
      status: finalStatuses.get(refund.status) ?? 'pending',
      amount: refund.amount,
      at: standsSince(refund, askedAt),
    },
  }));
};

/** Mollie's webhooks have no id of their own: the same state is the same news. */
const keyOf = ({ detailType, detail }: PaymentEvent): string => {
  const { at: _asked, ...state } = { at: '', ...detail };
  const hash = createHash('sha256')
    .update(JSON.stringify([detailType, state]))
    .digest('hex');
  return `mollie#${hash}`;
};

/**
 * Webhooks of Mollie, which carry no signature and only the id of a payment. The stage's API key
 * asks Mollie for the facts, so a forged webhook cannot claim a payment.
 */
export class MollieWebhooks implements PaymentWebhooks {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async read({ body }: SentWebhook): Promise<ProviderNews[]> {
    const id = new URLSearchParams(body).get('id');
    if (id === null || !paymentId.test(id))
      throw InvalidInput.of('id', 'must be the id of a payment, tr_…');
    const { filter, clock } = this.#options;
    const askedAt = clock.now();
    const payment = await this.#ask(id);
    if (!payment || !isOurPayment(payment, { ...mapping, ...(filter && { filter }) })) return [];
    const events = [...paidEvents(payment), ...refundEvents(payment, askedAt)];
    return events.map((event) => ({ key: keyOf(event), event }));
  }

  /** `undefined`: the account has no such payment, so the webhook is a stranger's. */
  async #ask(id: string): Promise<MolliePayment | undefined> {
    const { apiKey, endpoint = 'https://api.mollie.com' } = this.#options;
    const answer = await fetch(`${endpoint}/v2/payments/${id}?embed=refunds`, {
      headers: { authorization: `Bearer ${await apiKey()}` },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((cause: unknown) => {
      throw new TransientFault('Mollie did not answer. Send the webhook again.', { cause });
    });
    if (answer.status === 404) return undefined;
    if (!answer.ok)
      throw new TransientFault(`Mollie answered ${answer.status}. Send the webhook again.`, {
        context: { status: answer.status },
      });
    const told = paymentSchema.safeParse(await answer.json().catch(() => undefined));
    if (told.data?.id === id) return told.data;
    throw new TransientFault('Mollie answered with something else than the payment.', {
      context: { status: answer.status },
    });
  }
}
