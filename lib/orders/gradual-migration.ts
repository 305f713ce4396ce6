import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import {
  CfnStateMachineAlias,
  CfnStateMachineVersion,
  type StateMachine,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { failuresOf, type Gradual, liveAlias } from '../shared/gradual-schema.ts';
import type { NodeFunction } from '../shared/node-function.ts';
import { RunbookAlarm } from '../shared/runbook-alarm.ts';

type GradualProps = {
  gradual: Gradual;
  machine: StateMachine;
  steps: readonly NodeFunction[];
  alerts: ITopic;
};

/**
 * An alias of the order migration that new orders go through. A new version gets some of them
 * first; an execution keeps the version it began with, and that version calls the versions of the
 * functions that it was deployed with.
 */
export class GradualMigration extends Construct {
  /** ARN that executions are started by. */
  readonly aliasArn: string;

  constructor(scope: Construct, id: string, { gradual, machine, steps, alerts }: GradualProps) {
    super(scope, id);
    const alarm = new RunbookAlarm(this, 'Failures', {
      name: 'deployment-order-failures',
      means: 'Steps of the order migration fail; a deployment under way is rolled back.',
      metric: failedRuns(steps),
      threshold: failuresOf(gradual),
      alerts,
    });
    const version = new CfnStateMachineVersion(this, 'Version', {
      stateMachineArn: machine.stateMachineArn,
      // Another revision is another version.
      stateMachineRevisionId: machine.stateMachineRevisionId,
    });
    // Executions that began with it still run.
    version.applyRemovalPolicy(RemovalPolicy.RETAIN);
    const alias = new CfnStateMachineAlias(this, 'Alias', {
      name: liveAlias,
      deploymentPreference: {
        type: 'CANARY',
        percentage: gradual.percent,
        interval: gradual.minutes,
        alarms: [alarm.alarmName],
        stateMachineVersionArn: version.attrArn,
      },
    });
    this.aliasArn = alias.attrArn;
  }
}

/** Failed runs of every step; an alarm's expression takes ten metrics at most, the saga has 8. */
const failedRuns = (steps: readonly NodeFunction[]): MathExpression => {
  const period = Duration.minutes(1);
  const metrics = steps.map(
    ({ lambda }, index) =>
      [`m${index}`, lambda.metricErrors({ period, statistic: 'Sum' })] as const,
  );
  return new MathExpression({
    expression: metrics.map(([id]) => `FILL(${id}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(metrics),
    label: 'failed runs of the steps',
    period,
  });
};
