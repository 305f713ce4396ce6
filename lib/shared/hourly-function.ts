import { Duration } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { Grant } from './grants.ts';
import { type FunctionDefaults, NodeFunction } from './node-function.ts';

type HourlyProps = {
  /** Its file in lambdas/. */
  name: string;
  /** The hourly task, as a sentence. */
  description: string;
  alerts: ITopic;
  defaults: FunctionDefaults;
  grants: readonly Grant[];
  /** A dead-letter queue to share, if there is nothing to redrive. By default its own. */
  deadLetters?: IQueue;
};

/** A function that looks every hour for what should have been done by then, and does it. */
export class HourlyFunction extends Construct {
  readonly deadLetters: IQueue;

  constructor(
    scope: Construct,
    id: string,
    { name, description, alerts, defaults, grants, ...props }: HourlyProps,
  ) {
    super(scope, id);
    const deadLetters =
      props.deadLetters ?? new DeadLetterQueue(this, 'DeadLetters', { alerts }).queue;
    this.deadLetters = deadLetters;
    const sendDeadLetters: Grant = {
      env: {},
      allow: [{ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }],
    };
    const { lambda } = new NodeFunction(this, name, {
      defaults,
      grants: [...grants, sendDeadLetters],
      timeoutSeconds: 900,
      memoryMiB: 1024,
      asyncDeadLetters: deadLetters,
    });
    new Schedule(this, 'Hourly', {
      description: `Keepsake: ${description}`,
      schedule: ScheduleExpression.rate(Duration.hours(1)),
      target: new LambdaInvoke(lambda, {
        role: this.schedulerRole(lambda, deadLetters).withoutPolicyUpdates(),
        deadLetterQueue: deadLetters,
        retryAttempts: 3,
        // The next run will be due: a late one has nothing to add.
        maxEventAge: Duration.minutes(50),
      }),
    });
  }

  // Exact resources, where CDK would also allow every version and alias of the function. Part of
  // the role, without a resource of their own.
  private schedulerRole(lambda: IFunction, deadLetters: IQueue): Role {
    const statements = [
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [lambda.functionArn] }),
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }),
    ];
    return new Role(this, 'SchedulerRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com'),
      inlinePolicies: { own: new PolicyDocument({ statements }) },
    });
  }
}
