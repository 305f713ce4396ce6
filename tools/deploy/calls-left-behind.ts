import { stackNameOf } from '../../lib/shared/stage-stacks.ts';

/** A queue of the Refunds stack, and about how many messages wait in it. */
export type ParkedCalls = { url: string; messages: number };

/**
 * Why a stage must not be updated now: requests to its payment provider wait in a queue of
 * version 0.1.0, which a queue of another name replaces. `undefined` where none wait.
 */
export const callsLeftBehind = (
  stage: string,
  queues: readonly ParkedCalls[],
): string | undefined => {
  const generated = `${stackNameOf(stage, 'Refunds')}-`;
  const waiting = queues.filter(
    ({ url, messages }) => messages > 0 && url.includes(`/${generated}`),
  );
  if (waiting.length === 0) return undefined;
  const total = waiting.reduce((sum, { messages }) => sum + messages, 0);
  return (
    `${total} requests to the payment provider wait in ${stackNameOf(stage, 'Refunds')}: refunds ` +
    'or captures that were not taken. This version has other queues, and would not find them. ' +
    `Send them first: npx keepsake dlq redrive refunds --stage ${stage}, and captures likewise ` +
    '(docs/runbook.md, "dead-letters-refunds").'
  );
};
