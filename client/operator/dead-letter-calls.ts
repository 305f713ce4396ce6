import type { Api } from '../api/api.ts';
import { at, withQuery } from '../api/lists.ts';
import type {
  DeadLetters,
  DropDeadLettersRequest,
  Dropped,
  ParkedMessages,
  Redriven,
} from './operator-types.ts';

/** Operators' calls about dead-letter queues. All throw `KeepsakeProblem`. */
export const deadLetterCalls = (api: Api) => ({
  /** Every queue, about how many messages wait there, and whether they can go back. */
  list: (signal?: AbortSignal) =>
    api.call<DeadLetters>({ method: 'GET', path: '/dead-letters', signal }),
  /** A queue's messages, by default 25. Reading does not remove them. */
  read: (queue: string, query: { limit?: number } = {}, signal?: AbortSignal) =>
    api.call<ParkedMessages>({
      method: 'GET',
      path: withQuery(at('dead-letters', queue), query),
      signal,
    }),
  /** Sends messages back to where they came from. Call again while `more`. */
  redrive: (queue: string) =>
    api.call<Redriven>({ method: 'POST', path: at('dead-letters', queue, '/redrive') }),
  /** Removes messages for good: those named, or all. Call again while `more`. */
  drop: (queue: string, body: DropDeadLettersRequest) =>
    api.call<Dropped>({ method: 'POST', path: at('dead-letters', queue, '/drop'), body }),
});
