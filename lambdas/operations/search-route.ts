import { search } from '../../core/operations/search.ts';
import { batches } from '../shared/batch-wiring.ts';
import { answers, type Route } from '../shared/http.ts';
import { orderLists, orders } from '../shared/order-wiring.ts';
import { jobs, links, uploads } from '../shared/wiring.ts';

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
  return answers(({ body }) => search(deps, body));
};
