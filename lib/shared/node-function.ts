import { Duration, RemovalPolicy, Stack, Stage, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
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
import { bundle } from './bundle.ts';
import { type Grant, mergeGrants, type SettingName } from './grants.ts';
import { serviceOf } from './metrics.ts';

/** What every function of a stage shares. */
export type FunctionDefaults = { stage: string; settings: Settings; logDays: number };

type NodeFunctionProps = {
  defaults: FunctionDefaults;
  /** What it may do, and the names it needs for that: nothing else is granted. */
  grants: readonly Grant[];
  timeoutSeconds: number;
  memoryMiB?: number;
  /**
   * Where an asynchronous invocation goes that failed three times; its role must be granted to send
   * there.
   */
  asyncDeadLetters?: IQueue;
};

// Stages of one account keep their figures apart.
const powertools = (stage: string) => ({
  POWERTOOLS_SERVICE_NAME: serviceOf(stage),
  POWERTOOLS_METRICS_NAMESPACE: metricNamespace,
});

/**
 * One function from `lambdas/<id>.ts`, with a role that allows its own step and a log group that
 * expires.
 */
export class NodeFunction extends Construct {
  readonly lambda: LambdaFunction;
  readonly timeout: Duration;

  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    super(scope, id);
    const { env, allow, settings } = mergeGrants(props.grants);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: props.defaults.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const logging = {
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    };
    this.timeout = Duration.seconds(props.timeoutSeconds);
    this.lambda = new LambdaFunction(this, 'Function', {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(bundle(id, Stage.of(this)?.outdir ?? 'cdk.out')),
      handler: 'index.handler',
      description: `Keepsake: ${id}`,
      // CPU grows with memory; below 512 MiB the SDK's import alone takes longer than most calls.
      memorySize: props.memoryMiB ?? 512,
      timeout: this.timeout,
      role: this.role([logging, ...allow]),
      logGroup,
      ...(props.asyncDeadLetters === undefined ? {} : { deadLetterQueue: props.asyncDeadLetters }),
      tracing: Tracing.ACTIVE,
      environment: {
        ...powertools(props.defaults.stage),
        ...env,
        ...this.told(props.defaults.settings, settings),
      },
    });
  }

  // Exactly what it was granted: Lambda allows 4 KB for all variables together. A setting the stage
  // does not have is told as null.
  private told(settings: Settings, names: readonly SettingName[]): { SETTINGS?: string } {
    if (names.length === 0) return {};
    return {
      SETTINGS: Stack.of(this).toJsonString(
        Object.fromEntries(names.map((name) => [name, settings[name] ?? null])),
      ),
    };
  }

  // Given, not generated: a generated role carries AWSLambdaBasicExecutionRole, which may write to
  // every log group.
  private role(statements: Grant['allow']): Role {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    for (const statement of statements) role.addToPolicy(new PolicyStatement(statement));
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5',
      reason:
        'Object keys and execution names are made at run time, and X-Ray has no resources; ' +
        'test/lib/roles.test.ts lists every statement.',
    });
    return role;
  }
}
