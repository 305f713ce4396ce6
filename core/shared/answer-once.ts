import { IdempotencyKeyReused, RequestInProgress } from '../errors.ts';
import { DerivedIds } from './model/derived-ids.ts';
import {
  fingerprintOf,
  type IdempotentRequest,
  type Repeatable,
  requestIdOf,
  sealingKeyOf,
} from './model/idempotent-request.ts';
import { later } from './model/later.ts';
import { openAnswer, sealAnswer } from './model/sealed-answer.ts';
import type { Clock, IdempotentRequests, Ids } from './ports.ts';

export type AnswerOnceDeps = { requests: IdempotentRequests; clock: Clock; ids: Ids };

/**
 * As long as API Gateway waits: a run that has not ended by then is dead or frozen, and the next
 * request takes its place.
 */
const runSeconds = 30;
const answerSeconds = 24 * 3600;

/**
 * Answers a request, and for a day every repetition of it with the same answer. `work` creates
 * records under the given ids, so that a frozen run creates nothing twice. Throws
 * `IdempotencyKeyReused` for another body under the same key, `RequestInProgress` while the first
 * request runs. A refusal is not kept.
 */
export const answerOnce = async <Answer>(
  deps: AnswerOnceDeps,
  request: Repeatable,
  work: (ids: Ids) => Promise<Answer>,
): Promise<{ answer: Answer; isReplayed: boolean }> => {
  const { requests, clock, ids } = deps;
  const runId = ids.secret();
  const run = await requests.begin(
    {
      requestId: requestIdOf(request),
      runId,
      seed: runId,
      fingerprint: fingerprintOf(request),
      validUntil: later(clock, runSeconds),
    },
    clock.now(),
  );
  if (run.runId !== runId) return { answer: replay<Answer>(request, run), isReplayed: true };
  const answer = await work(new DerivedIds(sealingKeyOf(request), run.seed)).catch(
    async (error: unknown) => {
      await release(deps, run);
      throw error;
    },
  );
  const answered = {
    ...run,
    answer: sealAnswer(answer, sealingKeyOf(request), run.runId),
    validUntil: later(clock, answerSeconds),
  };
  // The requested record exists by now. A refusal would make the client repeat the request and
  // create a second one.
  await requests.end(answered).catch(() => undefined);
  return { answer, isReplayed: false };
};

const replay = <Answer>(request: Repeatable, earlier: IdempotentRequest): Answer => {
  if (earlier.fingerprint !== fingerprintOf(request))
    throw new IdempotencyKeyReused(
      'This Idempotency-Key came with another body before. Use a new key for a new request.',
    );
  if (earlier.answer === undefined)
    throw new RequestInProgress(
      'A request with this Idempotency-Key is being worked on. Send the same again in a second.',
    );
  return openAnswer<Answer>(earlier.answer, sealingKeyOf(request), earlier.runId);
};

/**
 * A failed request created nothing, so the same key may try again at once, with other ids: those of
 * the failed run may be of something that was given up. If the release fails too, the key is free
 * after the run's time-out.
 */
const release = ({ requests, clock, ids }: AnswerOnceDeps, run: IdempotentRequest): Promise<void> =>
  requests
    .end({ ...run, seed: ids.secret(), validUntil: clock.now().toISOString() })
    .catch(() => undefined);
