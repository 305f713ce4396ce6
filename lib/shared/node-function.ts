import { join } from 'node:path';
import { Duration, RemovalPolicy, Stage, Validations } from 'aws-cdk-lib';
import {
  type IRole,
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Settings } from '../../core/contract.ts';
import { metricNamespace } from '../../core/metric-names.ts';
import type { WriteFunction } from './bundle/write-function.ts';
import { type Grant, mergeGrants } from './grants.ts';
import { serviceOf } from './metrics.ts';
import { tellSettings } from './tell-settings.ts';

/** Properties of every function of a stage. */
export type FunctionDefaults = {
  stage: string;
  settings: Settings;
  logDays: number;
  writeFunction: WriteFunction;
};

type NodeFunctionProps = {
  defaults: FunctionDefaults;
  /** The function's rights and the names that it needs for them. No other right is granted. */
  grants: readonly Grant[];
  timeoutSeconds: number;
  memoryMiB?: number;
  /** Adds to the directory of the bundle what cannot be bundled. */
  finishBundle?: (directory: string) => void;
  /** Runs kept free for this function alone; by default it shares the account's. */
  reservedConcurrency?: number | undefined;
  /** Where asynchronous invocations go after three failures. The role needs a grant. */
  asyncDeadLetters?: IQueue;
};

/** The rights to write traces. X-Ray has no resources to name. */
const writeTraces = {
  actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
  resources: ['*'],
};

/**
 * One function from `lambdas/<capability>/<id>.function.ts`, with a role that allows its own step,
 * the settings it reads beside its code, and a log group that expires.
 */
export class NodeFunction extends Construct {
  readonly lambda: LambdaFunction;
  readonly timeout: Duration;

  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    super(scope, id);
    const { env, allow, settings } = mergeGrants(props.grants);
    const told = tellSettings(props.defaults.settings, settings);
    // Retained, so that logs can be read after a deployment has removed the function.
    const logGroup = new LogGroup(this, 'Logs', {
      retention: props.defaults.logDays,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const logging = {
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    };
    this.timeout = Duration.seconds(props.timeoutSeconds);
    const code = props.defaults.writeFunction(id, this.bundles(props.defaults), told?.file);
    props.finishBundle?.(code);
    this.lambda = new LambdaFunction(this, 'Function', {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(code),
      handler: 'index.handler',
      description: `Keepsake: ${id}`,
      // CPU grows with memory; below 512 MiB the SDK's import alone takes longer than most calls.
      memorySize: props.memoryMiB ?? 512,
      timeout: this.timeout,
      ...(props.reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: props.reservedConcurrency,
      }),
      role: this.role([logging, writeTraces, ...allow]),
      logGroup,
      ...(props.asyncDeadLetters !== undefined && { deadLetterQueue: props.asyncDeadLetters }),
      tracing: Tracing.ACTIVE,
      // An order that began with a version still calls it after the next deployment. Versions of a
      // deployment that was rolled back go: Lambda publishes the same code no second time, so
      // every later deployment of it would fail.
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE },
      environment: { ...powertools(props.defaults.stage), ...env, ...told?.variables },
    });
  }

  // A folder for each stage: the CDK keeps an asset by its path, and stages differ in settings.
  private bundles({ stage }: FunctionDefaults): string {
    return join(Stage.of(this)?.outdir ?? 'cdk.out', 'bundles', stage);
  }

  // Given, not generated: a generated role carries AWSLambdaBasicExecutionRole, which may write to
  // every log group. Its rights are part of the role, so that they exist before the function does,
  // and take no resource of their own of the 500 that a stack may have.
  private role(statements: Grant['allow']): IRole {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        own: new PolicyDocument({
          statements: statements.map((statement) => new PolicyStatement(statement)),
        }),
      },
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5',
      reason:
        'Object keys and execution names are made at run time, and X-Ray has no resources; ' +
        'test/lib/roles.stage.test.ts lists every statement.',
    });
    // Rights that CDK would add by itself are not granted.
    return role.withoutPolicyUpdates();
  }
}

// Stages of one account keep their figures apart.
const powertools = (stage: string) => ({
  POWERTOOLS_SERVICE_NAME: serviceOf(stage),
  POWERTOOLS_METRICS_NAMESPACE: metricNamespace,
});
