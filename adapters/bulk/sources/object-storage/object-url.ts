/**
 * The URL of an object below a base that ends in `/`; `undefined` for a name that no URL can have.
 * A URL without its `..` would name another object, so a name with such a part is sent as one part,
 * its slashes escaped.
 */
export const objectUrl = (baseUrl: string, name: string): string | undefined => {
  const parts = name.split('/');
  // Half of a surrogate pair has no bytes.
  if (!name.isWellFormed() || (parts.length === 1 && isOddPart(name))) return undefined;
  return baseUrl + (parts.some(isOddPart) ? [name] : parts).map(encodeURIComponent).join('/');
};

/** Parts that a URL drops, or that servers may take for none. */
const isOddPart = (part: string): boolean => part === '' || part === '.' || part === '..';
