/**
 * True if a text comes before another by the bytes of their UTF-8, as keys of S3 and paths do.
 * UTF-16 sorts alike but for characters beyond the basic plane.
 */
export const isBefore = (a: string, b: string): boolean =>
  /[\ud800-\uffff]/.test(a + b) ? Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0 : a < b;
