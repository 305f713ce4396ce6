import type { StackResource } from '../../adapters/aws/stacks.ts';
import type { Config } from '../../lib/config-schema.ts';
import { siblingQueueNames } from '../../lib/shared/sibling-queues.ts';
import { stackNameOf } from '../../lib/shared/stage-stacks.ts';

/** A queue, and about how many messages wait in it. */
export type Waiting = { url: string; messages: number };

/**
 * Why a stage must not be updated now: requests to its payment provider wait in a queue that the
 * update deletes or forgets. `undefined` where none wait.
 */
export const callsLeftBehind = (
  config: Pick<Config, 'stage' | 'refund'>,
  queues: readonly Waiting[],
): string | undefined => {
  const waiting = queues.filter(({ messages }) => messages > 0);
  return ofOlderVersion(config.stage, waiting) ?? ofLostCaptures(config, waiting);
};

/**
 * Why a stage must not be updated now: verdicts of a scanner that the settings no longer name wait
 * in a queue that the update deletes. A file that one of them calls infected would pass.
 */
export const verdictsLeftBehind = (
  stage: string,
  queues: readonly Waiting[],
): string | undefined => {
  const found = total(queues);
  if (found === 0) return undefined;
  return (
    `${found} verdicts of the scanner wait, and without scan the deployment would delete their ` +
    `queue: infected files would pass. Have them recorded first: npx keepsake dlq redrive ` +
    `scans-verdicts --stage ${stage} (docs/runbook.md, "dead-letters-scans-verdicts").`
  );
};

/** What the setting `scan` has brought into the Service stack and, once it is gone, takes along. */
export const lostWithScan = (
  { scan }: Pick<Config, 'scan'>,
  service: readonly StackResource[],
): readonly StackResource[] =>
  scan === undefined
    ? service.filter(({ logicalId }) => logicalId.startsWith('ScansVerdicts'))
    : [];

const ofOlderVersion = (stage: string, waiting: readonly Waiting[]): string | undefined => {
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

const total = (queues: readonly Waiting[]): number =>
  queues.reduce((sum, { messages }) => sum + messages, 0);

const ofLostCaptures = (
  { stage, refund }: Pick<Config, 'stage' | 'refund'>,
  waiting: readonly Waiting[],
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
