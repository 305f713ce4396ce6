import * as z from 'zod';
import type { PaymentMapping } from '../../contract.ts';
import { fromMinorUnits, type Money, moneySchema } from '../../shared/model/money.ts';
import { parseInput } from '../../shared/model/parse-input.ts';
import { valueAt } from './event-path.ts';
import type { Payment } from './payment.ts';

/** Providers send amounts as numbers or as decimal strings. */
const paymentSchema = z.object({
  orderId: z.string('must be the order’s id').min(1),
  paymentId: z.string('must be the payment’s id').min(1).max(255, 'must be at most 255 characters'),
  value: z.preprocess(
    (value) => (typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value),
    moneySchema.shape.value,
  ),
  currency: z.preprocess((currency) => (typeof currency === 'string' ? currency.toUpperCase() : currency), moneySchema.shape.currency),
});

const moneyOf = (value: number, currency: string, unit: PaymentMapping['unit']): Money =>
  unit === 'minor' ? fromMinorUnits(value, currency) : { value, currency };

/** The payment in a provider's event, found by the stage's mapping. Throws `InvalidInput` naming what is missing. */
export const mapPayment = (event: unknown, mapping: PaymentMapping): Payment => {
  const found = {
    orderId: valueAt(event, mapping.orderId),
    paymentId: valueAt(event, mapping.paymentId),
    value: valueAt(event, mapping.amountValue),
    currency: valueAt(event, mapping.currency),
  };
  const { orderId, paymentId, value, currency } = parseInput(paymentSchema, found);
  return { orderId, paymentId, amount: moneyOf(value, currency, mapping.unit) };
};
