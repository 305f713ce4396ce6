const mebibyte = 2 ** 20;

/** S3's limit per upload. */
export const maxParts = 10_000;

/** Largest part held in memory. Larger parts (files over 156 GiB) are read twice instead. */
export const maxBufferedPartBytes = 16 * mebibyte;

/** Of a file whose size is not known before its end. */
const unknownPartBytes = maxBufferedPartBytes;

/** Depends only on the size and the setting, so that every resume cuts the file alike. */
export function partSize(sizeBytes: number | undefined, minBytes: number): number {
  if (sizeBytes === undefined) return Math.max(minBytes, unknownPartBytes);
  return sizeBytes <= minBytes * maxParts
    ? minBytes
    : Math.ceil(sizeBytes / maxParts / mebibyte) * mebibyte;
}
