import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import { OrderSteps } from '../orders/order-steps.ts';
import { PaymentIntake } from '../orders/payment-intake.ts';
import { DeadLetterQueue } from '../shared/dead-letter-queue.ts';
import { HourlyFunction } from '../shared/hourly-function.ts';
import { NodeFunction } from '../shared/node-function.ts';
import { QueueConsumer } from '../shared/queue-consumer.ts';
import { QueueWithDeadLetters } from '../shared/queue-with-dead-letters.ts';
import { RecordTable } from '../shared/record-table.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import type { OperatorsStack } from '../stacks/operators-stack.ts';
import type { ServiceStack } from '../stacks/service-stack.ts';

/** The stacks whose parts have alarms and graphs. */
export type ObservedStacks = { data: DataStack; service: ServiceStack; operators: OperatorsStack };

/** Every function of these stacks. */
export const functionsIn = (...stacks: readonly IConstruct[]): IFunction[] =>
  stacks.flatMap(lambdasOf);

const lambdasOf = (scope: IConstruct): IFunction[] =>
  partsOf(scope, NodeFunction).map(({ lambda }) => lambda);

type Class<Part> = abstract new (...args: never[]) => Part;

/** Every part of a kind in a stack. A part that is added later is observed without a list. */
const partsOf = <Part extends IConstruct>({ node }: IConstruct, kind: Class<Part>): Part[] =>
  node.findAll().filter((construct): construct is Part => construct instanceof kind);

/**
 * Functions that serve customers unseen: the steps of the order migration, those behind queues, and
 * those behind schedules.
 */
export const workersIn = (service: ServiceStack) => ({
  steps: partsOf(service, OrderSteps).flatMap((steps) => steps.all().map(({ lambda }) => lambda)),
  consumers: partsOf(service, QueueConsumer).map(({ lambda }) => lambda),
  scheduled: partsOf(service, HourlyFunction).flatMap(lambdasOf),
});

/** Where payments wait. */
export const paymentsQueueOf = (service: ServiceStack): Queue => {
  const [queue] = partsOf(service, PaymentIntake).flatMap((intake) =>
    partsOf(intake, QueueWithDeadLetters),
  );
  if (queue === undefined) throw new Error('The Service stack has no queue of payments.');
  return queue.queue;
};

/** Every dead-letter queue of a stack. */
export const deadLettersIn = (scope: IConstruct): Queue[] =>
  partsOf(scope, DeadLetterQueue).map(({ queue }) => queue);

/** Every table. */
export const tablesIn = (data: DataStack): TableV2[] => partsOf(data, RecordTable);
