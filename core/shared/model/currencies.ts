import type { PaymentProvider } from '../../payment-contract.ts';

/**
 * Digits behind the decimal point of every currency of ISO 4217 that has a minor unit. ICU's
 * display digits differ (HUF 0) and change with Node's version, so amounts must never depend on
 * them.
 */
const codesByDigits: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2: `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD
    CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP
    GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK
    LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO
    NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS
    SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST
    XAD XCD XCG YER ZAR ZMW ZWG`,
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

/** Withdrawn in 2025 (ANG) and 2026 (BGN): orders and refunds may still name them. */
const withdrawn = { ANG: 2, BGN: 2 };

/**
 * Digits of each currency's minor unit, by its code. Precious metals, funds without a minor unit
 * and test codes are left out.
 */
export const currencyDigits: ReadonlyMap<string, number> = new Map([
  ...Object.entries(codesByDigits).flatMap(([digits, codes]) =>
    codes.split(/\s+/).map((code) => [code, Number(digits)] as const),
  ),
  ...Object.entries(withdrawn),
]);

/** Where a provider's API counts another unit than ISO 4217 for charges. */
export const providerDigits: Readonly<Record<PaymentProvider, Readonly<Record<string, number>>>> = {
  // docs.stripe.com/currencies: MGA is zero-decimal there. ISK and UGX have no fractions but are
  // sent with two zeros (500 is 5). HUF and TWD are zero-decimal for payouts only; charges have two
  // decimals.
  stripe: { MGA: 0, ISK: 2, UGX: 2 },
  // docs.adyen.com/development-resources/currency-codes: marked "differs from standard".
  adyen: { CLP: 2, CVE: 0, IDR: 0, ISK: 2 },
};
