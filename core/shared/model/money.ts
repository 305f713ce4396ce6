import * as z from 'zod';

/** An amount of money: `value` in the currency's major unit (49.9 is 49 euros 90), `currency` as ISO 4217. */
export const moneySchema = z.object(
  {
    value: z.number('must be a number of the major unit, e.g. 49.9').nonnegative('must not be negative').max(1e12),
    currency: z.string('must be a string').regex(/^[A-Z]{3}$/, 'must be a three-letter ISO 4217 code, e.g. EUR'),
  },
  'must be an object {value, currency}',
);

export type Money = z.infer<typeof moneySchema>;

const fractionDigits = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** The amount in the currency's smallest unit, rounded to it: comparisons of floats would lie. */
export const minorUnits = ({ value, currency }: Money): number => Math.round(value * 10 ** fractionDigits(currency));

/** The opposite of {@link minorUnits}: payment providers count in cents. */
export const fromMinorUnits = (units: number, currency: string): Money => ({ value: units / 10 ** fractionDigits(currency), currency });

/** Same currency, same number of smallest units. */
export const sameAmount = (a: Money, b: Money): boolean => a.currency === b.currency && minorUnits(a) === minorUnits(b);
