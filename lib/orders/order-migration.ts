import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import {
  DefinitionBody,
  LogLevel,
  StateMachine,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Gradual } from '../shared/gradual-schema.ts';
import { executionsOf, logAndTrace, machineLog } from '../shared/step-functions.ts';
import { GradualMigration } from './gradual-migration.ts';
import { OrderMigrationStates } from './order-migration-states.ts';
import type { OrderSteps } from './order-steps.ts';

type OrderMigrationProps = {
  stage: string;
  logDays: number;
  steps: OrderSteps;
  alerts: ITopic;
  gradual?: Gradual | undefined;
};

/** The workflow that moves one order's files to permanent storage, or undoes its own copies. */
export class OrderMigration extends Construct {
  readonly machine: StateMachine;
  /** ARN that executions are started by: the machine's, or its alias where there is one. */
  readonly startArn: string;

  constructor(
    scope: Construct,
    id: string,
    { stage, logDays, steps, alerts, gradual }: OrderMigrationProps,
  ) {
    super(scope, id);
    const { start } = new OrderMigrationStates(this, {
      steps,
      alerts,
      ofVersions: gradual !== undefined,
    });
    this.machine = new StateMachine(this, 'Machine', {
      comment:
        'Claim, copy, verify, commit, announce; or compensate. Input: {orderId, attempt, runId}.',
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromChainable(start),
      // Six tries of 15 minutes each for copy, verify and remove (4.6 h); begin, fail, announce and
      // alert at 37 minutes each (2.5 h); and air.
      timeout: Duration.hours(12),
      tracingEnabled: true,
      logs: {
        destination: machineLog(this, `${stage}-order-migration`, logDays),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
      // Exact resources, where CDK would also allow every version and alias of each function.
      role: this.role(steps, alerts, gradual !== undefined).withoutPolicyUpdates(),
    });
    this.startArn = gradual
      ? new GradualMigration(this, 'Gradual', {
          gradual,
          machine: this.machine,
          steps: steps.all(),
          alerts,
        }).aliasArn
      : this.machine.stateMachineArn;
  }

  /** ARN pattern of this machine's executions. */
  get executionsArn(): string {
    return executionsOf(this.machine);
  }

  private role(steps: OrderSteps, alerts: ITopic, ofVersions: boolean): Role {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
    });
    // Executions under way still call versions of earlier deployments.
    const suffix = ofVersions ? ':*' : '';
    const functions = steps.all().map(({ lambda }) => `${lambda.functionArn}${suffix}`);
    const statements = [
      { actions: ['lambda:InvokeFunction'], resources: functions },
      { actions: ['sns:Publish'], resources: [alerts.topicArn] },
      logAndTrace,
    ];
    for (const statement of statements) role.addToPolicy(new PolicyStatement(statement));
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5',
      reason: 'Log delivery and X-Ray have no resources to name.',
    });
    return role;
  }
}
