/** One part of a multipart copy; both ends of the range are included. */
export type PlannedPart = { partNumber: number; firstByte: number; lastByte: number };

const mebibyte = 2 ** 20;

/** S3's limit per upload. */
const maxParts = 10_000;

/** S3's minimum is 5 MiB. Larger parts need fewer requests; 64 MiB copy in about 1 s. */
const minPartBytes = 64 * mebibyte;

/** CopyObject ends at 5 GB; read as the smaller, decimal number. */
export const maxSingleCopyBytes = 5_000_000_000;

/** Depends on the size alone, so that every call that resumes a copy cuts it alike. */
export const partBytes = (sizeBytes: number): number =>
  Math.max(minPartBytes, Math.ceil(sizeBytes / maxParts / mebibyte) * mebibyte);

/** The parts of a copy of `sizeBytes` (at least 1). */
export function planParts(sizeBytes: number): PlannedPart[] {
  const step = partBytes(sizeBytes);
  return Array.from({ length: Math.ceil(sizeBytes / step) }, (_, index) => ({
    partNumber: index + 1,
    firstByte: index * step,
    lastByte: Math.min(sizeBytes, (index + 1) * step) - 1,
  }));
}
