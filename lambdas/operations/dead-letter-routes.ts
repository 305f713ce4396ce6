import { SqsParked } from '../../adapters/operations/sqs-parked.ts';
import {
  type DeadLetters,
  dropDeadLetters,
  listDeadLetters,
  readDeadLetters,
  redriveDeadLetters,
} from '../../core/operations/dead-letters.ts';
import { env } from '../shared/environment.ts';
import { answers, byId, type HttpRequest, type Route } from '../shared/http.ts';
import type { RouteTable } from '../shared/serve-routes.ts';

type Deps = { queues: readonly DeadLetters[] };

/**
 * The queues as the stack names them: what their URLs begin with, then each as `<name>=<queue>` or
 * `<name>=<queue>,<queue of the origin>`. Whoever only counts is told no origin after the comma.
 */
export const deadLetterQueues = (): Deps => {
  const [base = '', ...told] = env('DEAD_LETTERS').split(' ');
  return {
    queues: told.map((each) => {
      const [name = '', queues = ''] = each.split('=');
      const [parked = '', origin] = queues.split(',');
      const messages = new SqsParked(`${base}${parked}`);
      return { name, messages, ...(origin !== undefined && { backTo: `${base}${origin}` }) };
    }),
  };
};

/** GET /dead-letters */
export const listDeadLettersRoute = (): Route => {
  const deps = deadLetterQueues();
  return answers(() => listDeadLetters(deps));
};

/** The routes of one queue. */
export const deadLetterRoutes = (wire: () => Deps): RouteTable<'dead-letters'> => {
  const route =
    (answer: (deps: Deps, request: HttpRequest & { id: string }) => Promise<unknown>) =>
    (): Route => {
      const deps = wire();
      return byId(answers((request) => answer(deps, request)));
    };
  return {
    'GET /dead-letters/{id}': route((deps, { id, query }) => readDeadLetters(deps, id, query)),
    'POST /dead-letters/{id}/redrive': route((deps, { id }) => redriveDeadLetters(deps, id)),
    'POST /dead-letters/{id}/drop': route((deps, { id, body }) => dropDeadLetters(deps, id, body)),
  };
};
