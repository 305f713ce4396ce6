/** States in which an upload lies in temporary storage. */
export const temporaryStates = ['pending', 'checking', 'uploaded', 'quarantined'] as const;

/** List price of S3 Standard in us-east-1, US dollars per GB and month, first 50 TB. */
const dollarsPerGb = 0.023;

/** An estimate by list price, in dollars with cents. Requests and transfer are not in it. */
export const monthlyDollars = (bytes: number): string => ((bytes / 1e9) * dollarsPerGb).toFixed(2);
