import { useLocation } from 'react-router';

/**
 * The wanted text stands behind the `#` of the address. A link's token is such a text, and no log
 * of a server may hold one.
 */
export const findPath = (text: string): string => `/find#${encodeURIComponent(text)}`;

/** The wanted text in the address. */
export const useWanted = (): string => {
  const { hash } = useLocation();
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return hash.slice(1);
  }
};
