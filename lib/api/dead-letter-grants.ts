import type { IConstruct } from 'constructs';
import { DeadLetterQueue } from '../shared/dead-letter-queue.ts';
import { allow, type Grant } from '../shared/grants.ts';
import { QueueWithDeadLetters } from '../shared/queue-with-dead-letters.ts';
import { type Reached, reach } from '../shared/sibling-queues.ts';

/** Dead letters, and the queue that they come from. */
export type Parking = { name: string; queue: Reached; origin?: Reached };

/** Grants on the dead-letter queues of the Service stack, on its siblings', and nothing else. */
export const deadLetterGrants = (
  scope: IConstruct,
  service: IConstruct,
  siblings: readonly Parking[],
): { count: Grant; handle: Grant } => {
  const ofService = service.node
    .findAll()
    .filter((construct) => construct instanceof DeadLetterQueue)
    .map((deadLetters) => parkingOf(scope, deadLetters));
  const found = [...ofService, ...siblings];
  const parked = found.map(({ queue }) => queue.queueArn);
  const origins = found.flatMap(({ origin }) => origin?.queueArn ?? []);
  const told = (tell: (parking: Parking) => string) => ({
    DEAD_LETTERS: [urlBase(scope), ...found.map(tell)].join(' '),
  });
  return {
    count: {
      env: told(toldToCount),
      allow: [allow(['sqs:GetQueueAttributes'], ...parked)],
    },
    handle: {
      env: told(toldOf),
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

const parkingOf = (caller: IConstruct, deadLetters: DeadLetterQueue): Parking => {
  const { parker, queue } = deadLetters;
  const { scope } = deadLetters.node;
  return {
    name: parker,
    queue: reach(caller, queue.queueName),
    ...(scope instanceof QueueWithDeadLetters && { origin: reach(caller, scope.queue.queueName) }),
  };
};

/** What the names of an account's queues follow in their URLs. */
const urlBase = (scope: IConstruct): string => reach(scope, '').queueUrl;

/** The same for who only counts: a comma says that messages go back, not where to. */
const toldToCount = ({ name, queue, origin }: Parking): string =>
  `${name}=${queue.queueName}${origin ? ',' : ''}`;

/** Names alone: the whole URL of each queue would fill a function's environment. */
const toldOf = ({ name, queue, origin }: Parking): string =>
  `${name}=${[queue, origin].flatMap((each) => each?.queueName ?? []).join(',')}`;
