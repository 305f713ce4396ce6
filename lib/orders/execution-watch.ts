import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Grant } from '../shared/grants.ts';
import type { FunctionDefaults } from '../shared/node-function.ts';
import { QueueConsumer } from '../shared/queue-consumer.ts';
import { QueueWithDeadLetters, visibilityFor } from '../shared/queue-with-dead-letters.ts';

const timeoutSeconds = 60;

type WatchProps = {
  maxConcurrency: number;
  machine: IStateMachine;
  alerts: ITopic;
  defaults: FunctionDefaults;
  grants: readonly Grant[];
};

/** Receives executions that failed, timed out or were aborted, and starts their compensation. */
export class ExecutionWatch extends Construct {
  constructor(scope: Construct, id: string, { machine, alerts, ...consumer }: WatchProps) {
    super(scope, id);
    // 6 × 60 s, five tries: half an hour before a person is asked.
    const { queue, deadLetters } = new QueueWithDeadLetters(this, 'Ended', {
      alerts,
      visibilitySeconds: visibilityFor(timeoutSeconds),
      maxReceives: 5,
    });
    new Rule(this, 'EndedRule', {
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [machine.stateMachineArn],
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
        },
      },
      targets: [new SqsQueue(queue, { deadLetterQueue: deadLetters })],
    });
    new QueueConsumer(this, 'watch-executions', { ...consumer, queue, timeoutSeconds });
  }
}
