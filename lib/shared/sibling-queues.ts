import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Config } from '../config-schema.ts';
import { stageWord } from './stage-stacks.ts';

/** Names of a queue and of its dead letters. */
export type QueueNames = { queue: string; deadLetters: string };

type SiblingQueue = 'variants' | 'webhooks';

/** Requests to a payment provider; those that fail for a day are parked. */
export type ProviderRequests = 'refunds' | 'captures';

/** A queue of an optional stack: its name is made, so that other stacks know it, too. */
export const siblingQueueNames = (
  stage: string,
  queue: SiblingQueue | ProviderRequests,
): QueueNames => {
  const name = `keepsake-${stageWord(stage)}-${queue}`;
  return { queue: name, deadLetters: `${name}-dead-letters` };
};

/** What a function needs to know of a queue. */
export type Reached = { queueName: string; queueUrl: string; queueArn: string };

/** A queue of another stack by its name: one value to hand over, where URL and ARN are two. */
export const reach = (scope: IConstruct, name: string): Reached => {
  const { region, urlSuffix, account } = Stack.of(scope);
  const queueArn = Stack.of(scope).formatArn({
    service: 'sqs',
    resource: name,
    arnFormat: ArnFormat.NO_RESOURCE_NAME,
  });
  const queueUrl = `https://sqs.${region}.${urlSuffix}/${account}/${name}`;
  return { queueName: name, queueUrl, queueArn };
};

type Siblings = Pick<Config, 'stage' | 'variants' | 'webhooks' | 'refund'>;

/** The queues that a stage's optional stacks have, by the name of their dead letters. */
export const siblingQueues = (
  scope: IConstruct,
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
