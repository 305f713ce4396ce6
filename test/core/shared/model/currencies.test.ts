import { describe, expect, it } from '@jest/globals';
import { currencyDigits, providerDigits } from '../../../../core/shared/model/currencies.ts';
import { amountIssue, fromMinorUnits, minorUnits } from '../../../../core/shared/model/money.ts';

const exceptional: Readonly<Record<number, readonly string[]>> = {
  0: [
    ...['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG'],
    ...['RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'],
  ],
  3: ['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'],
  4: ['CLF', 'UYW'],
};

/** ISO's list one: every code with a minor unit other than 2 is named above. */
const expectedDigits = (code: string): number =>
  Number(Object.entries(exceptional).find(([, codes]) => codes.includes(code))?.[0] ?? 2);

describe('the currencies of ISO 4217', () => {
  it('are all there: 165 with a minor unit, and two withdrawn lately', () => {
    expect(currencyDigits.size).toBe(167);
    expect([...currencyDigits.keys()].filter((code) => !/^[A-Z]{3}$/.test(code))).toEqual([]);
  });

  it.each([...currencyDigits.keys()])('%s has the digits ISO says', (code) => {
    expect(currencyDigits.get(code)).toBe(expectedDigits(code));
  });

  it.each([...currencyDigits])('%s takes one minor unit and nothing finer', (code, digits) => {
    const smallest = fromMinorUnits(1, code).value;
    expect(minorUnits({ value: smallest, currency: code })).toBe(1);
    expect(amountIssue(smallest, code)).toBeUndefined();
    expect(amountIssue(Number(`1e-${digits + 1}`), code)).toMatchObject({ field: 'value' });
  });

  it.each(['XAU', 'XAG', 'XPD', 'XPT', 'XDR', 'XSU', 'XUA', 'XTS', 'XXX', 'XBA'])(
    '%s has no minor unit and pays nothing',
    (code) => {
      expect(amountIssue(1, code)).toMatchObject({ field: 'currency' });
    },
  );

  it.each(Object.entries(providerDigits))('%s’s exceptions are exceptions', (_provider, digits) => {
    for (const [code, own] of Object.entries(digits))
      expect([code, currencyDigits.get(code)]).not.toEqual([code, own]);
  });

  it.each(
    Object.keys(providerDigits).flatMap((provider) =>
      [...currencyDigits.keys()].map((code) => [provider as 'stripe' | 'adyen', code] as const),
    ),
  )('%s counts a whole %s in powers of ten', (provider, code) => {
    const units = minorUnits({ value: 5, currency: code }, provider);
    expect(fromMinorUnits(units, code, provider)).toEqual({ value: 5, currency: code });
  });
});
