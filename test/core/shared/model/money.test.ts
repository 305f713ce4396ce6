import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { currencyDigits } from '../../../../core/shared/model/currencies.ts';
import { fromMinorUnits, minorUnits, sameAmount } from '../../../../core/shared/model/money.ts';

describe('money', () => {
  it('compares in whole minor units, not in floats', () => {
    expect(sameAmount({ value: 0.1 + 0.2, currency: 'EUR' }, { value: 0.3, currency: 'EUR' })).toBe(
      true,
    );
  });

  it('tells a cent', () => {
    expect(sameAmount({ value: 49.9, currency: 'EUR' }, { value: 49.89, currency: 'EUR' })).toBe(
      false,
    );
  });

  it('tells currencies', () => {
    expect(sameAmount({ value: 1, currency: 'EUR' }, { value: 1, currency: 'USD' })).toBe(false);
  });

  it.each([
    ['EUR', 49.9, 4990],
    ['JPY', 50, 50],
    ['KWD', 49.9, 49900],
    ['HUF', 5000, 500000],
    ['CLF', 1.0001, 10001],
    ['EUR', 1.15, 115],
  ])('counts in %s: %d are %i of its minor unit', (currency, value, units) => {
    expect(minorUnits({ value, currency })).toBe(units);
  });

  it.each([
    [0.01, 0.005],
    [0, 0.004],
    [0, 1e-131],
    [0.02, 0.015],
  ])('tells %d from %d: a fraction of a unit is not rounded to one', (ordered, paid) => {
    const euros = (value: number) => ({ value, currency: 'EUR' });
    expect(sameAmount(euros(ordered), euros(paid))).toBe(false);
  });

  it('finds every amount of minor units again', () => {
    const currency = fc.constantFrom(...currencyDigits.keys());
    fc.assert(
      fc.property(
        fc.nat(1e9),
        currency,
        (units, code) => minorUnits(fromMinorUnits(units, code)) === units,
      ),
    );
  });
});
