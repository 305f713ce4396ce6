/** Why a file, or an attempt, could not be finished. */
export const failureCodes = [
  'source_missing',
  'source_changed',
  'destination_conflict',
  'checksum_mismatch',
  'metadata_mismatch',
  'interrupted',
  'aborted',
  'unavailable',
] as const;

export type FailureCode = (typeof failureCodes)[number];
