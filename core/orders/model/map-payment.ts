import * as z from 'zod';
import { InvalidInput } from '../../errors.ts';
import type { PaymentMapping, PaymentProvider } from '../../payment-contract.ts';
import { amountIssue, fromMinorUnits, type Money, moneySchema } from '../../shared/model/money.ts';
import { parseInput } from '../../shared/model/parse-input.ts';
import { valueAt } from './event-path.ts';
import type { Payment } from './payment.ts';

/** Providers and backends send amounts as numbers or as decimal strings. */
export const statedValue = (value: unknown): unknown =>
  typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;

/** Some write `eur`. */
export const statedCurrency = (currency: unknown): unknown =>
  typeof currency === 'string' ? currency.toUpperCase() : currency;

export const mappedPaymentSchema = z.object({
  orderId: z.string('must be the order’s id').min(1),
  paymentId: z.string('must be the payment’s id').min(1).max(255, 'must be at most 255 characters'),
  value: z.preprocess(statedValue, moneySchema.shape.value),
  currency: z.preprocess(statedCurrency, moneySchema.shape.currency),
});

/** Prefix of the events of Stripe's partner bus; their amounts are in Stripe's units. */
const stripeSource = 'aws.partner/stripe.com';

/** The provider whose minor units an event counts; `undefined`: those of ISO 4217. */
export const providerOf = (
  { provider }: PaymentMapping,
  source: unknown,
): PaymentProvider | undefined => {
  const isStripe = typeof source === 'string' && source.startsWith(stripeSource);
  return provider ?? (isStripe ? 'stripe' : undefined);
};

/** The payment in a provider's event, by the stage's mapping. Throws `InvalidInput`. */
export const mapPayment = (event: unknown, mapping: PaymentMapping): Payment => {
  const written = valueAt(event, mapping.amountValue);
  const found = {
    orderId: valueAt(event, mapping.orderId),
    paymentId: valueAt(event, mapping.paymentId),
    value: written,
    currency: valueAt(event, mapping.currency),
  };
  const { orderId, paymentId, value, currency } = parseInput(mappedPaymentSchema, found);
  const provider = providerOf(mapping, valueAt(event, 'source'));
  const amount =
    mapping.unit === 'minor'
      ? ofMinorUnits({ value, written, currency }, provider)
      : exactly({ value, currency }, written);
  return { orderId, paymentId, amount };
};

/** An event's amount: `written` as the event has it, `value` as a number. */
type Stated = { value: number; written: unknown; currency: string };

const ofMinorUnits = ({ value, written, currency }: Stated, provider?: PaymentProvider): Money => {
  if (!Number.isSafeInteger(value) || /\.0*[1-9]/.test(`${written}`))
    throw InvalidInput.of('value', 'must be a whole number of minor units');
  const amount = fromMinorUnits(value, currency, provider);
  return exactly(amount, amount.value);
};

/**
 * Refuses digits the currency does not have. A string is judged as it is written: as a float,
 * 0.010000000000000000001 is 0.01.
 */
const exactly = (amount: Money, written: unknown): Money => {
  const issue = amountIssue(typeof written === 'string' ? written : amount.value, amount.currency);
  if (issue) throw new InvalidInput([issue]);
  return amount;
};
