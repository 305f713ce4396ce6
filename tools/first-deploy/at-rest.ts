import { setTimeout as sleep } from 'node:timers/promises';
import type { DeployedStage } from './stage/deployed-stage.ts';
import { executionsOf } from './stage/executions.ts';
import { json } from './stage/operator.ts';

// Other orders' messages look like ours: on a busy stage the queues may never be empty.
const patienceMs = 60_000;

/**
 * Waits until no process needs this order any more. The watcher receives each failed execution a
 * little later; without the order, its message would end in the dead-letter queue and raise an
 * alarm. Returns false if that is not certain after a minute.
 */
export const atRest = async (stage: DeployedStage, orderId: string): Promise<boolean> => {
  const restMs = stage.isEmulator ? 1_000 : 10_000;
  for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(500)) {
    const isOld = (await lastStop(stage, orderId)) < Date.now() - restMs;
    if (isOld && (await queuesAreEmpty(stage))) return true;
  }
  return false;
};

const lastStop = async (stage: DeployedStage, orderId: string): Promise<number> => {
  const executions = await executionsOf(stage, orderId);
  return Math.max(
    0,
    ...executions.map(({ stopDate }) => stopDate?.getTime() ?? Number.POSITIVE_INFINITY),
  );
};

const queuesAreEmpty = async (stage: DeployedStage): Promise<boolean> => {
  const queues = stage.resources.filter(
    ({ type, logicalId }) => type === 'AWS::SQS::Queue' && !logicalId.includes('DeadLetters'),
  );
  const counts = await Promise.all(queues.map(({ physicalId }) => waiting(stage, physicalId)));
  return counts.every((count) => count === 0);
};

type Attributes = {
  ApproximateNumberOfMessages: string;
  ApproximateNumberOfMessagesNotVisible: string;
};

const waiting = async ({ operator }: DeployedStage, QueueUrl: string): Promise<number> => {
  const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'];
  const input = { QueueUrl, AttributeNames };
  const { Attributes } = await json<{ Attributes: Attributes }>(
    operator,
    'sqs',
    'AmazonSQS.GetQueueAttributes',
    input,
  );
  return (
    Number(Attributes.ApproximateNumberOfMessages) +
    Number(Attributes.ApproximateNumberOfMessagesNotVisible)
  );
};
