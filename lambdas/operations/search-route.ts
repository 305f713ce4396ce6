import { search } from '../../core/operations/search.ts';
import type { Route } from '../shared/http.ts';
import { batches, jobs, links, orderLists, orders, uploads } from '../shared/wiring.ts';

/** POST /search: the text may be a link's token, which must stand in no address. */
export const searchRoute = (): Route => {
  const deps = {
    orders: orders(),
    lists: orderLists(),
    uploads: uploads(),
    batches: batches(),
    jobs: jobs(),
    links: links(),
  };
  return async ({ body }) => ({ status: 200, body: await search(deps, body) });
};
