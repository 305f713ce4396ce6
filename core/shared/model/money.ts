import * as z from 'zod';
import type { PaymentProvider } from '../../payment-contract.ts';
import { currencyDigits, providerDigits } from './currencies.ts';

/** An amount: `value` in the major unit (49.9 is 49 euros 90), `currency` as ISO 4217. */
export const moneySchema = z.object(
  {
    value: z
      .number('must be a number of the major unit, e.g. 49.9')
      .nonnegative('must not be negative')
      .max(1e12),
    currency: z
      .string('must be a string')
      .regex(/^[A-Z]{3}$/, 'must be a three-letter ISO 4217 code, e.g. EUR'),
  },
  'must be an object {value, currency}',
);

export type Money = z.infer<typeof moneySchema>;

/**
 * Sums of floats miss a whole number of minor units by less; an amount that is finer than its
 * currency misses it by more.
 */
const floatError = 1e-6;

/** The amount in minor units. Fractions stay: rounded, 0.005 EUR would pay for 0.01. */
export const minorUnits = ({ value, currency }: Money, provider?: PaymentProvider): number => {
  const units = shifted(value, digitsOf(currency, provider));
  const whole = Math.round(units);
  return whole > 0 && Math.abs(units - whole) < floatError ? whole : units;
};

/** Multiplies by a power of ten in decimal: 1.15 * 100 is 114.99999999999999 in floats. */
const shifted = (value: number, digits: number): number => {
  const [mantissa, exponent = '0'] = `${value}`.split('e');
  return Number(`${mantissa}e${Number(exponent) + digits}`);
};

const digitsOf = (currency: string, provider?: PaymentProvider): number => {
  const own = provider && providerDigits[provider][currency];
  return own ?? currencyDigits.get(currency) ?? 2;
};

/** The opposite of {@link minorUnits}. Without a provider, the units are those of ISO 4217. */
export const fromMinorUnits = (
  units: number,
  currency: string,
  provider?: PaymentProvider,
): Money => ({
  value: shifted(units, -digitsOf(currency, provider)),
  currency,
});

/** Same currency, same number of minor units. */
export const sameAmount = (a: Money, b: Money): boolean =>
  a.currency === b.currency && minorUnits(a) === minorUnits(b);

/** A wrong field of an amount, and what it must be. */
type AmountIssue = { field: 'value' | 'currency'; message: string };

/** The reason why exactly this amount cannot be paid; `undefined` if it can. */
export const amountIssue = (value: number | string, currency: string): AmountIssue | undefined => {
  const digits = currencyDigits.get(currency);
  if (digits === undefined)
    return { field: 'currency', message: 'must be a currency of ISO 4217 with a minor unit' };
  if (decimalsOf(value) > digits)
    return { field: 'value', message: `must have at most ${digits} decimals in ${currency}` };
  if (Number.isSafeInteger(shifted(Number(value), digits))) return undefined;
  return { field: 'value', message: 'is too large to be counted exactly' };
};

/** Digits behind the decimal point, without zeros at the end. */
const decimalsOf = (value: number | string): number => {
  const [mantissa = '', exponent = '0'] = `${value}`.split('e');
  const [, fraction = ''] = mantissa.split('.');
  return Math.max(0, fraction.replace(/0+$/, '').length - Number(exponent));
};

/** A payable amount: more than 0, and no finer than the currency's minor unit. */
export const payableSchema = moneySchema.check(({ value: { value, currency }, issues }) => {
  const isNothing: AmountIssue | undefined =
    value === 0 ? { field: 'value', message: 'must be more than 0' } : undefined;
  const issue = isNothing ?? amountIssue(value, currency);
  if (issue)
    issues.push({ code: 'custom', input: value, path: [issue.field], message: issue.message });
});
