import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from '../config-schema.ts';
import { stageWord } from './stage-stacks.ts';

/** Names of a queue and of its dead letters. */
export type QueueNames = { queue: string; deadLetters: string };

type SiblingQueue = 'variants' | 'webhooks';

/** Requests to a payment provider; those that fail for a day are parked. */
export type ProviderRequests = 'refunds' | 'captures';

/** A queue of a stack that is deployed after Service: its name is made, so that both know it. */
export const siblingQueueNames = (
  stage: string,
  queue: SiblingQueue | ProviderRequests,
): QueueNames => {
  const name = `keepsake-${stageWord(stage)}-${queue}`;
  // A function's environment holds every address: short names. Requests have no queue but that.
  const isFed = queue === 'variants' || queue === 'webhooks';
  return { queue: name, deadLetters: isFed ? `${name}-dlq` : name };
};

type Reached = { queueUrl: string; queueArn: string };

const reach = (scope: Construct, name: string): Reached => {
  const { region, urlSuffix, account } = Stack.of(scope);
  const queueArn = Stack.of(scope).formatArn({
    service: 'sqs',
    resource: name,
    arnFormat: ArnFormat.NO_RESOURCE_NAME,
  });
  return { queueUrl: `https://sqs.${region}.${urlSuffix}/${account}/${name}`, queueArn };
};

type Siblings = Pick<Config, 'stage' | 'variants' | 'webhooks' | 'refund'>;

/** The queues that stacks after Service will have, by the name of their dead letters. */
export const siblingQueues = (
  scope: Construct,
  { stage, variants, webhooks, refund }: Siblings,
): { name: string; queue: Reached; origin?: Reached }[] => {
  const fed: SiblingQueue[] = [
    ...(variants ? (['variants'] as const) : []),
    ...(webhooks ? (['webhooks'] as const) : []),
  ];
  // Events are parked there, which go back onto the bus: the command line alone does that.
  const parked: ProviderRequests[] = [
    ...(refund ? (['refunds'] as const) : []),
    ...(refund?.completed ? (['captures'] as const) : []),
  ];
  return [
    ...fed.map((name) => {
      const { queue, deadLetters } = siblingQueueNames(stage, name);
      return { name, queue: reach(scope, deadLetters), origin: reach(scope, queue) };
    }),
    ...parked.map((name) => ({
      name,
      queue: reach(scope, siblingQueueNames(stage, name).deadLetters),
    })),
  ];
};
