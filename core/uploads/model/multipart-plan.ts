const mebibyte = 2 ** 20;

/** S3's limit per upload. */
const maxParts = 10_000;

/**
 * Four parts in flight are 32 MiB of a phone's memory; a part that fails costs 8 MiB of a slow
 * line. S3 asks for 5 MiB at least.
 */
const minPartBytes = 8 * mebibyte;

/** Depends on the size alone: every resuming client cuts the file alike. Up to 5 TiB. */
export const planMultipart = (sizeBytes: number): { partSizeBytes: number; partCount: number } => {
  const partSizeBytes = Math.max(
    minPartBytes,
    Math.ceil(sizeBytes / maxParts / mebibyte) * mebibyte,
  );
  return { partSizeBytes, partCount: Math.ceil(sizeBytes / partSizeBytes) };
};

/** Size of one part: all parts are equal, and the last one is the rest. */
export const partBytes = (sizeBytes: number, partSizeBytes: number, partNumber: number): number =>
  Math.min(partSizeBytes, sizeBytes - (partNumber - 1) * partSizeBytes);
