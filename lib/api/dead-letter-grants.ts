import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import { DeadLetterQueue } from '../shared/dead-letter-queue.ts';
import { allow, type Grant } from '../shared/grants.ts';
import { QueueWithDeadLetters } from '../shared/queue-with-dead-letters.ts';

type Reached = Pick<Queue, 'queueUrl' | 'queueArn'>;

/** Dead letters, and the queue that they come from. */
export type Parking = { name: string; queue: Reached; origin?: Reached };

const parkingOf = (deadLetters: DeadLetterQueue): Parking => {
  const { parker, queue } = deadLetters;
  const { scope } = deadLetters.node;
  const origin = scope instanceof QueueWithDeadLetters ? { origin: scope.queue } : {};
  return { name: parker, queue, ...origin };
};

const toldOf = ({ name, queue, origin }: Parking): string =>
  `${name}=${[queue, origin].flatMap((each) => each?.queueUrl ?? []).join(',')}`;

/** Grants on the dead-letter queues that a stack has by now, on its siblings', and nothing else. */
export const deadLetterGrants = (
  scope: IConstruct,
  siblings: readonly Parking[],
): { count: Grant; handle: Grant } => {
  const own = scope.node
    .findAll()
    .filter((construct) => construct instanceof DeadLetterQueue)
    .map(parkingOf);
  const found = [...own, ...siblings];
  const parked = found.map(({ queue }) => queue.queueArn);
  const origins = found.flatMap(({ origin }) => origin?.queueArn ?? []);
  const told = (parkings: Parking[]) => ({ DEAD_LETTERS: parkings.map(toldOf).join(' ') });
  return {
    count: {
      env: told(found.map(({ name, queue }) => ({ name, queue }))),
      allow: [allow(['sqs:GetQueueAttributes'], ...parked)],
    },
    handle: {
      env: told(found),
      allow: [
        allow(
          [
            'sqs:ChangeMessageVisibility',
            'sqs:DeleteMessage',
            'sqs:GetQueueAttributes',
            'sqs:ReceiveMessage',
            'sqs:StartMessageMoveTask',
          ],
          ...parked,
        ),
        allow(['sqs:SendMessage'], ...origins),
      ],
    },
  };
};
