/** A key of a listing; storage that does not know `encoding-type` sends keys as they are. */
export const decodedKey = (key = '', encoding?: string): string =>
  encoding === 'url' ? decodeURIComponent(key.replaceAll('+', ' ')) : key;
