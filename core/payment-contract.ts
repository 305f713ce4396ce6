/** The contract between infrastructure and code about payment events. Types and constants only. */

/** Payment providers whose minor units differ from ISO 4217 in some currencies. */
export const paymentProviders = ['stripe', 'adyen'] as const;

export type PaymentProvider = (typeof paymentProviders)[number];

/** Where a payment event keeps what we need. Paths are dotted (`detail.data.object.id`). */
export type PaymentMapping = {
  orderId: string;
  paymentId: string;
  amountValue: string;
  currency: string;
  /**
   * `minor`: the value is in minor units, e.g. cents (Stripe). `major`: the value is a decimal
   * number of the currency.
   */
  unit: 'major' | 'minor';
  /** Whose minor units they are. By default ISO 4217's; for Stripe's partner bus, Stripe's. */
  provider?: PaymentProvider | undefined;
};

/** Where Keepsake's own payment event keeps it. */
export const defaultPaymentMapping = {
  orderId: 'detail.orderId',
  paymentId: 'detail.paymentId',
  amountValue: 'detail.amount.value',
  currency: 'detail.amount.currency',
  unit: 'major',
} as const satisfies PaymentMapping;

/**
 * Which payment events are meant for us: the text at `path` (dotted; by default the
 * mapping's order id) begins with `startsWith`. The bus may carry other products' payments.
 */
export type PaymentFilter = { path?: string | undefined; startsWith: string };

/**
 * The providers whose webhooks the stage receives. `secretName` names a secret of Secrets Manager:
 * for Stripe its text is the endpoint's signing secret, or two of them with a space in between; for
 * Mollie it is the API key.
 */
export type PaymentWebhookSettings = {
  stripe?:
    | {
        secretName: string;
        toleranceSeconds: number;
        paidWhen?: 'captured' | 'authorized' | undefined;
      }
    | undefined;
  mollie?: { secretName: string } | undefined;
};
