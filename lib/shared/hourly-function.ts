import { Duration } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { Grant } from './grants.ts';
import { type FunctionDefaults, NodeFunction } from './node-function.ts';

type CallProps = {
  /** The hourly task, as a sentence. */
  description: string;
  /** Its name, where the function has several. */
  task?: string;
};

type HourlyProps = CallProps & {
  /** Its file in lambdas/. */
  name: string;
  alerts: ITopic;
  defaults: FunctionDefaults;
  grants: readonly Grant[];
  /** A dead-letter queue to share, if there is nothing to redrive. By default its own. */
  deadLetters?: IQueue;
};

/** A function that looks every hour for what should have been done by then, and does it. */
export class HourlyFunction extends Construct {
  readonly lambda: IFunction;

  constructor(
    scope: Construct,
    id: string,
    { name, alerts, defaults, grants, deadLetters: others, ...call }: HourlyProps,
  ) {
    super(scope, id);
    const deadLetters = others ?? new DeadLetterQueue(this, 'DeadLetters', { alerts }).queue;
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
    this.lambda = lambda;
    callHourly(this, { ...call, lambda, deadLetters });
  }
}

type Scheduled = CallProps & { lambda: IFunction; deadLetters: IQueue };

const callHourly = (scope: Construct, call: Scheduled): void => {
  const { description, task, lambda, deadLetters } = call;
  new Schedule(scope, 'Hourly', {
    description: `Keepsake: ${description}`,
    schedule: ScheduleExpression.rate(Duration.hours(1)),
    target: new LambdaInvoke(lambda, {
      ...(task !== undefined && { input: ScheduleTargetInput.fromObject({ task }) }),
      role: schedulerRole(scope, call).withoutPolicyUpdates(),
      deadLetterQueue: deadLetters,
      retryAttempts: 3,
      // The next run will be due: a late one has nothing to add.
      maxEventAge: Duration.minutes(50),
    }),
  });
};

// Exact resources, where CDK would also allow every version and alias of the function. Part of the
// role, without a resource of their own.
const schedulerRole = (scope: Construct, { lambda, deadLetters }: Scheduled): Role => {
  const statements = [
    new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [lambda.functionArn] }),
    new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }),
  ];
  return new Role(scope, 'SchedulerRole', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com'),
    inlinePolicies: { own: new PolicyDocument({ statements }) },
  });
};

type TaskProps = CallProps & { alerts: ITopic; of: HourlyFunction };

/** Another hourly task of such a function. Calls that the schedule cannot make have their queue. */
export class HourlyTask extends Construct {
  readonly deadLetters: IQueue;

  constructor(scope: Construct, id: string, { alerts, of: { lambda }, ...call }: TaskProps) {
    super(scope, id);
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', { alerts }).queue;
    callHourly(this, { ...call, lambda, deadLetters: this.deadLetters });
  }
}
