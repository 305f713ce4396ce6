import { ArnFormat, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import {
  DefinitionBody,
  LogLevel,
  StateMachine,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Gradual } from '../shared/gradual-schema.ts';
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

const logDelivery = ['Create', 'Get', 'Update', 'Delete', 'List'].map(
  (verb) => `logs:${verb}LogDeliver${verb === 'List' ? 'ies' : 'y'}`,
);
const logPolicies = [
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
];
const tracing = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
];

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
        destination: this.logGroup(stage, logDays),
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
    return Stack.of(this).formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${this.machine.stateMachineName}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  // The prefix keeps delivery out of CloudWatch's resource policies, of which an account has ten.
  private logGroup(stage: string, logDays: number): LogGroup {
    return new LogGroup(this, 'Logs', {
      logGroupName: `/aws/vendedlogs/states/keepsake-${stage}-order-migration`,
      retention: logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  private role(steps: OrderSteps, alerts: ITopic, ofVersions: boolean): Role {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
    });
    // Executions under way still call versions of earlier deployments.
    const suffix = ofVersions ? ':*' : '';
    const functions = steps.all().map(({ lambda }) => `${lambda.functionArn}${suffix}`);
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: functions }),
    );
    role.addToPolicy(
      new PolicyStatement({ actions: ['sns:Publish'], resources: [alerts.topicArn] }),
    );
    role.addToPolicy(
      new PolicyStatement({
        actions: [...logDelivery, ...logPolicies, ...tracing],
        resources: ['*'],
      }),
    );
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5',
      reason: 'Log delivery and X-Ray have no resources to name.',
    });
    return role;
  }
}
