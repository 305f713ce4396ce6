import { Duration, Validations } from 'aws-cdk-lib';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import {
  DefinitionBody,
  LogLevel,
  StateMachine,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { bulkResultsPrefix } from '../../core/contract.ts';
import { executionsOf, logAndTrace, machineLog } from '../shared/step-functions.ts';
import { BulkMigrationStates } from './bulk-migration-states.ts';
import type { BulkSteps } from './bulk-steps.ts';

type BulkMigrationProps = {
  stage: string;
  logDays: number;
  steps: BulkSteps;
  uploadsBucket: IBucket;
  /** Express children at once. */
  concurrency: number;
  /** Copies the objects below a prefix without a Distributed Map. */
  inTurns: boolean;
  sourceBuckets: readonly string[];
};

/**
 * The workflow that moves a bucket's objects into permanent storage, 100 to a call, or goes over a
 * batch's records again.
 */
export class BulkMigration extends Construct {
  readonly machine: StateMachine;

  constructor(
    scope: Construct,
    id: string,
    { stage, logDays, steps, uploadsBucket, sourceBuckets, ...how }: BulkMigrationProps,
  ) {
    super(scope, id);
    const { start } = new BulkMigrationStates(this, { steps, results: uploadsBucket, ...how });
    const role = this.role({ steps, uploadsBucket, sourceBuckets, ...how });
    this.machine = new StateMachine(this, 'Machine', {
      comment:
        'Moves a batch between buckets, verifies it or rolls it back. Input: {batchId, task, ' +
        'options?}.',
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromChainable(start),
      // 100 million objects at 1,000 a second take 28 hours.
      timeout: Duration.days(14),
      tracingEnabled: true,
      logs: {
        // Not named as in the Service stack of before: neither stack waits for the other's to go.
        destination: machineLog(this, `${stage}-batches`, logDays),
        level: LogLevel.ERROR,
        includeExecutionData: false,
      },
      role: role.withoutPolicyUpdates(),
    });
    this.allowMaps(role);
    this.explain();
  }

  /** ARN pattern of this machine's executions. */
  get executionsArn(): string {
    return executionsOf(this.machine);
  }

  private role({
    steps,
    uploadsBucket,
    sourceBuckets,
    inTurns,
  }: Omit<BulkMigrationProps, 'stage' | 'logDays'>): Role {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
    });
    const allow = (actions: string[], resources: string[]) =>
      role.addToPolicy(new PolicyStatement({ actions, resources }));
    allow(
      ['lambda:InvokeFunction'],
      steps.all().map(({ lambda }) => lambda.functionArn),
    );
    allow(
      ['s3:PutObject', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'],
      [uploadsBucket.arnForObjects(`${bulkResultsPrefix}*`)],
    );
    // A Map reads manifests and inventories, and lists prefixes unless they are copied in turns.
    for (const name of sourceBuckets) allow(['s3:GetObject'], [`arn:aws:s3:::${name}/*`]);
    for (const name of inTurns ? [] : sourceBuckets)
      allow(['s3:ListBucket'], [`arn:aws:s3:::${name}`]);
    allow(logAndTrace.actions, logAndTrace.resources);
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5',
      reason: 'Keys are made at run time; log delivery and X-Ray have no resources to name.',
    });
    return role;
  }

  // A Distributed Map starts, watches, stops and redrives executions of its own machine, as AWS
  // documents its policy. A policy of its own: the machine waits for its role's first one.
  private allowMaps(role: Role): void {
    const { stateMachineArn } = this.machine;
    const [own, ofMaps] = [this.executionsArn, executionsOf(this.machine, '/')];
    const policy = new Policy(this, 'MapPolicy', {
      statements: [
        new PolicyStatement({ actions: ['states:StartExecution'], resources: [stateMachineArn] }),
        new PolicyStatement({
          actions: ['states:DescribeExecution', 'states:StopExecution'],
          resources: [own, ofMaps],
        }),
        new PolicyStatement({ actions: ['states:RedriveExecution'], resources: [ofMaps] }),
      ],
    });
    policy.attachToRole(role);
    Validations.of(policy).acknowledge({
      id: 'AwsSolutions-IAM5',
      reason: 'The names of child executions are made at run time.',
    });
  }

  private explain(): void {
    Validations.of(this.machine).acknowledge(
      {
        id: 'AwsSolutions-SF1',
        reason:
          'Every event of a million children would cost more than it tells; errors are ' +
          'logged, results are in storage.',
      },
      {
        id: 'AwsSolutions-IAM5',
        reason: 'CDK’s own policy for Distributed Maps is not attached; MapPolicy is.',
      },
    );
  }
}
