import { QueryClient } from '@tanstack/react-query';

/** One cache for all screens. A failed question is shown at once, and asked again by polling. */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: { retry: false, staleTime: 1_000, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
