import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromMinorUnits, minorUnits, sameAmount } from '../../../../core/shared/model/money.ts';

describe('money', () => {
  it('compares in whole minor units, not in floats', () => {
    expect(sameAmount({ value: 0.1 + 0.2, currency: 'EUR' }, { value: 0.3, currency: 'EUR' })).toBe(true);
  });

  it('tells a cent', () => {
    expect(sameAmount({ value: 49.9, currency: 'EUR' }, { value: 49.89, currency: 'EUR' })).toBe(false);
  });

  it('tells currencies', () => {
    expect(sameAmount({ value: 1, currency: 'EUR' }, { value: 1, currency: 'USD' })).toBe(false);
  });

  it.each([
    ['EUR', 4990],
    ['JPY', 50],
    ['KWD', 49900],
  ])('counts 49.9 %s as %i of its smallest unit', (currency, units) => {
    expect(minorUnits({ value: 49.9, currency })).toBe(units);
  });

  it('finds every amount of minor units again', () => {
    const currency = fc.constantFrom('EUR', 'JPY', 'KWD');
    fc.assert(fc.property(fc.nat(1e9), currency, (units, code) => minorUnits(fromMinorUnits(units, code)) === units));
  });
});
