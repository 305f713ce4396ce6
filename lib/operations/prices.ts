/**
 * List prices in US dollars, us-east-1, for the estimates on the dashboard. A bill differs: other
 * regions cost up to a third more, and free tiers, data transfer and log storage are left out.
 */
export const prices = {
  storagePerGbMonth: {
    StandardStorage: 0.023,
    IntelligentTieringFAStorage: 0.023,
    IntelligentTieringIAStorage: 0.0125,
    StandardIAStorage: 0.0125,
  },
  lambdaPerRequest: 0.2e-6,
  lambdaPerGbSecond: 0.0000133334,
  apiPerRequest: 1e-6,
  stateTransition: 25e-6,
  tableWriteUnit: 0.625e-6,
  tableReadUnit: 0.125e-6,
  storageWrite: 5e-6,
} as const;

/** State transitions of an order of up to 25 files. */
export const transitionsPerOrder = 6;
