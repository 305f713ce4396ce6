/** True if a text comes before another by the bytes of their UTF-8, as keys of S3 and paths do. */
export const isBefore = (a: string, b: string): boolean =>
  isWide(a) && isWide(b) ? Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0 : a < b;

/** Characters that UTF-16 and UTF-8 may sort differently: from the surrogates upwards. */
const isWide = (text: string): boolean => /[\ud800-\uffff]/.test(text);
