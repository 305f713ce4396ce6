import type { Config } from '../../lib/config-schema.ts';
import { siblingQueueNames } from '../../lib/shared/sibling-queues.ts';
import { stackNameOf } from '../../lib/shared/stage-stacks.ts';

/** A queue of the Refunds stack, and about how many messages wait in it. */
export type ParkedCalls = { url: string; messages: number };

/**
 * Why a stage must not be updated now: requests to its payment provider wait in a queue that the
 * update deletes or forgets. `undefined` where none wait.
 */
export const callsLeftBehind = (
  config: Pick<Config, 'stage' | 'refund'>,
  queues: readonly ParkedCalls[],
): string | undefined => {
  const waiting = queues.filter(({ messages }) => messages > 0);
  return ofOlderVersion(config.stage, waiting) ?? ofLostCaptures(config, waiting);
};

const ofOlderVersion = (stage: string, waiting: readonly ParkedCalls[]): string | undefined => {
  const generated = `/${stackNameOf(stage, 'Refunds')}-`;
  const found = total(waiting.filter(({ url }) => url.includes(generated)));
  if (found === 0) return undefined;
  return (
    `${found} requests to the payment provider wait in ${stackNameOf(stage, 'Refunds')}: refunds ` +
    'or captures that were not taken. This version has other queues, and would not find them. ' +
    `Send them first: npx keepsake dlq redrive refunds --stage ${stage}, and captures likewise ` +
    '(docs/runbook.md, "dead-letters-refunds").'
  );
};

const total = (queues: readonly ParkedCalls[]): number =>
  queues.reduce((sum, { messages }) => sum + messages, 0);

const ofLostCaptures = (
  { stage, refund }: Pick<Config, 'stage' | 'refund'>,
  waiting: readonly ParkedCalls[],
): string | undefined => {
  if (refund?.completed) return undefined;
  const { deadLetters } = siblingQueueNames(stage, 'captures');
  const found = total(waiting.filter(({ url }) => url.endsWith(`/${deadLetters}`)));
  if (found === 0) return undefined;
  return (
    `${found} captures wait in ${deadLetters}, and without refund.completed the deployment would ` +
    'delete that queue: completed orders would stay uncaptured. Send them first: npx keepsake ' +
    `dlq redrive captures --stage ${stage} (docs/runbook.md, "dead-letters-refunds").`
  );
};
