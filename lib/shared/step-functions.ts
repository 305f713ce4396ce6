import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Grant } from './grants.ts';
import { type FunctionDefaults, NodeFunction } from './node-function.ts';

type MakeFunction = (name: string, ...grants: Grant[]) => NodeFunction;

// Lambda's own limit: a 5 GiB video is copied in parts within it, and an interrupted copy is
// resumed by the retry.
const longestSeconds = 900;

/** Functions that workflows call: `quick` ones touch records, `long` ones touch files. */
export const stepFunctions = (
  scope: Construct,
  defaults: FunctionDefaults,
): { quick: MakeFunction; long: MakeFunction } => ({
  quick: (name, ...grants) =>
    new NodeFunction(scope, name, { defaults, grants, timeoutSeconds: 30 }),
  long: (name, ...grants) =>
    new NodeFunction(scope, name, {
      defaults,
      grants,
      timeoutSeconds: longestSeconds,
      memoryMiB: 1024,
    }),
});

/** What a state machine needs for its own log and traces, which have no resources to name. */
export const logAndTrace = {
  actions: [
    ...['Create', 'Get', 'Update', 'Delete'].map((verb) => `logs:${verb}LogDelivery`),
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:DescribeResourcePolicies',
    'logs:DescribeLogGroups',
    'xray:PutTraceSegments',
    'xray:PutTelemetryRecords',
    'xray:GetSamplingRules',
    'xray:GetSamplingTargets',
  ],
  resources: ['*'],
};

/**
 * The log of a state machine. The prefix keeps delivery out of CloudWatch's resource policies, of
 * which an account has ten.
 */
export const machineLog = (scope: Construct, name: string, retention: number): LogGroup =>
  new LogGroup(scope, 'Logs', {
    logGroupName: `/aws/vendedlogs/states/keepsake-${name}`,
    retention,
    removalPolicy: RemovalPolicy.DESTROY,
  });

/** ARN pattern of a machine's executions; those that a Distributed Map started have `/`. */
export const executionsOf = (machine: StateMachine, separator: ':' | '/' = ':'): string =>
  Stack.of(machine).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${machine.stateMachineName}${separator}*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
