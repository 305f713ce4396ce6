import { useLocation } from 'react-router';

/**
 * What is looked for stands behind the `#` of the address: it may be a link's token, and no log
 * of a server may hold one.
 */
export const findPath = (text: string): string => `/find#${encodeURIComponent(text)}`;

/** What the address looks for. */
export const useWanted = (): string => {
  const { hash } = useLocation();
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return hash.slice(1);
  }
};
