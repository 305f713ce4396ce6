import * as z from 'zod';

/**
 * Results of a scan, from the weakest to the strongest: a stronger one replaces a weaker one,
 * whichever comes first. `overruled`: an operator decided that the scanner was wrong.
 */
export const scanResults = ['awaited', 'unscannable', 'clean', 'infected', 'overruled'] as const;

export type ScanResult = (typeof scanResults)[number];

/** The state of an upload's scan for malware. */
export const scanSchema = z.object({
  result: z.enum(scanResults),
  /** When the result was recorded; for `awaited` since when it is awaited. ISO 8601, UTC. */
  at: z.string(),
  /** The threats that were found, or why the file could not be scanned. */
  reason: z.string().optional(),
  /** The name that the scanner gave itself. */
  scanner: z.string().optional(),
  /** The version in temporary storage that the result is about. */
  versionId: z.string(),
  /** The file passed every other check: the scan alone decides its status. */
  decides: z.literal(true).optional(),
});

export type Scan = z.infer<typeof scanSchema>;

/** A scanner's finding about one version of one object. */
export type Verdict = {
  bucket: string;
  key: string;
  versionId: string;
  result: Exclude<ScanResult, 'awaited' | 'overruled'>;
  reason?: string | undefined;
  scanner?: string | undefined;
  /** True if the scanner failed: the file could be scanned, and should be scanned again. */
  failed?: boolean | undefined;
  /** The upload, where the key does not say it. */
  uploadId?: string | undefined;
};

/** True if the result counts more than the one on record. */
export const isStronger = (result: ScanResult, known: ScanResult | undefined): boolean =>
  known === undefined || scanResults.indexOf(result) > scanResults.indexOf(known);
