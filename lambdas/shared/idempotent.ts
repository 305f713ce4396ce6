import * as z from 'zod';
import { type AnswerOnceDeps, answerOnce } from '../../core/shared/answer-once.ts';
import { parseInput } from '../../core/shared/model/parse-input.ts';
import type { Ids } from '../../core/shared/ports.ts';
import type { HttpAnswer, HttpRequest, Route } from './http.ts';

const headerSchema = z.object({
  'Idempotency-Key': z
    .string()
    .regex(/^[\x20-\x7e]{1,255}$/, 'must be 1 to 255 printable ASCII characters, best a UUID'),
});

/** Says that the answer is the one the first request got. */
const replayed = { 'idempotent-replayed': 'true' };

/** Renews what ages in a repeated answer: the same record, with a URL that is valid now. */
type Renew = (request: HttpRequest, answer: HttpAnswer) => Promise<HttpAnswer>;

/** Creates records under the given ids. */
export type Create = (request: HttpRequest, ids: Ids) => Promise<HttpAnswer>;

/** A creating route: with an Idempotency-Key it acts once and repeats its answer for a day. */
export const idempotent =
  (deps: AnswerOnceDeps, create: Create, renew: Renew = asIs): Route =>
  async (request) => {
    const { idempotencyKey, caller, route, params, query, body } = request;
    if (idempotencyKey === undefined) return create(request, deps.ids);
    const { 'Idempotency-Key': key } = parseInput(headerSchema, {
      'Idempotency-Key': idempotencyKey,
    });
    const repeatable = {
      ownerId: caller.ownerId,
      route: `${route} ${JSON.stringify(params)}`,
      key,
      // Older clients put fields behind the question mark.
      body: Object.keys(query).length === 0 ? body : { body, query },
    };
    const { answer, isReplayed } = await answerOnce(deps, repeatable, (ids) =>
      create(request, ids),
    );
    if (!isReplayed) return answer;
    const { headers, ...renewed } = await renew(request, answer);
    return { ...renewed, headers: { ...headers, ...replayed } };
  };

const asIs: Renew = async (_request, answer) => answer;
