import { useSearchParams } from 'react-router';

/**
 * Filters that stand in the page's address, so that a link, a reload and the back button keep them.
 * Setting one begins at the first page again.
 */
export const useUrlFilter = () => {
  const [params, setParams] = useSearchParams();
  return {
    /** A filter's value; undefined if it is not set. */
    get: (name: string): string | undefined => params.get(name) ?? undefined,
    /** The text of a field to type a filter in: empty if it is not set. */
    fieldText: (name: string): string => (params.has(name) ? String(params.get(name)) : ''),
    /** Sets filters; undefined takes one away. */
    set: (values: Readonly<Record<string, string | undefined>>): void => {
      const next = new URLSearchParams(params);
      if (!('cursor' in values)) next.delete('cursor');
      for (const [name, value] of Object.entries(values)) {
        if (value === undefined || value === '') next.delete(name);
        else next.set(name, value);
      }
      // Drawn at once: a Back in between would leave a field with what no address says.
      setParams(next, { flushSync: true });
    },
  };
};
