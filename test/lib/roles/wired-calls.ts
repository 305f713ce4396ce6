import type { Template } from 'aws-cdk-lib/assertions';
import { flatten, propertiesOf } from '../synthesize.ts';
import type { CalledRight } from './called-rights.ts';

// biome-ignore lint/suspicious/noExplicitAny: CloudFormation properties and states have no types here.
type Properties = any;

/** Rights that AWS needs because of how a template wires its resources, by role. */
export type WiredCalls = Map<string, CalledRight[]>;

const on = (resource: string, ...actions: string[]): CalledRight[] =>
  actions.map((action) => `${action} ${resource}`);

const rolesOf = (template: Template): Map<string, string> =>
  new Map(
    propertiesOf(template, 'AWS::Lambda::Function').map(([id, { Role }]) => [
      `<${id}>`,
      flatten(Role),
    ]),
  );

/**
 * Lambda writes the log and the traces, and parks failed asynchronous invocations, with the
 * function's role:
 * docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html,
 * docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html.
 */
const functionCalls = (template: Template): [string, CalledRight[]][] =>
  propertiesOf(template, 'AWS::Lambda::Function').map(
    ([, { Role, LoggingConfig, TracingConfig, DeadLetterConfig }]) => [
      flatten(Role),
      [
        ...(LoggingConfig
          ? on(flatten(LoggingConfig.LogGroup), 'logs:CreateLogStream', 'logs:PutLogEvents')
          : []),
        ...(TracingConfig ? on('*', 'xray:PutTraceSegments', 'xray:PutTelemetryRecords') : []),
        ...(DeadLetterConfig ? on(flatten(DeadLetterConfig.TargetArn), 'sqs:SendMessage') : []),
      ],
    ],
  );

const pollCalls = (source: string): CalledRight[] =>
  source.includes('StreamArn')
    ? on(
        source,
        'dynamodb:DescribeStream',
        'dynamodb:GetRecords',
        'dynamodb:GetShardIterator',
        'dynamodb:ListStreams',
      )
    : on(source, 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes');

/**
 * Lambda polls queues and streams with the function's role:
 * docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions,
 * docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html.
 */
const mappingCalls = (template: Template): [string, CalledRight[]][] => {
  const roles = rolesOf(template);
  return propertiesOf(template, 'AWS::Lambda::EventSourceMapping').map(
    ([, { FunctionName, EventSourceArn, DestinationConfig }]) => [
      roles.get(flatten(FunctionName)) ?? flatten(FunctionName),
      [
        ...pollCalls(flatten(EventSourceArn)),
        ...(DestinationConfig
          ? on(flatten(DestinationConfig.OnFailure.Destination), 'sqs:SendMessage')
          : []),
      ],
    ],
  );
};

/**
 * A schedule and a rule call their targets with a role:
 * docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html#setting-up-execution-role,
 * docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html.
 */
const targetCalls = (template: Template): [string, CalledRight[]][] => [
  ...propertiesOf(template, 'AWS::Scheduler::Schedule').map(
    ([, { Target }]): [string, CalledRight[]] => [
      flatten(Target.RoleArn),
      [
        ...on(flatten(Target.Arn), 'lambda:InvokeFunction'),
        ...on(flatten(Target.DeadLetterConfig.Arn), 'sqs:SendMessage'),
      ],
    ],
  ),
  ...propertiesOf(template, 'AWS::Events::Rule').flatMap(([, { Targets }]) =>
    (Targets as Properties[])
      .filter(({ RoleArn }) => RoleArn !== undefined)
      .map(({ RoleArn, Arn }): [string, CalledRight[]] => [
        flatten(RoleArn),
        on(flatten(Arn), 'events:InvokeApiDestination'),
      ]),
  ),
];

/** Calls that CDK's function makes for custom resources when a stack is deployed. */
const customResourceCalls = (template: Template): [string, CalledRight[]][] =>
  propertiesOf(template, 'Custom::ErrorPage').map(([, { ServiceToken, Update, Delete }]) => {
    const calls = [Update, Delete].map((call) => JSON.parse(flatten(call)));
    return [
      rolesOf(template).get(flatten(ServiceToken)) ?? flatten(ServiceToken),
      calls.map(
        ({ service, action, parameters: { Bucket, Key } }) =>
          `${service.toLowerCase()}:${action} ${Bucket}/${Key}`,
      ),
    ];
  });

/** Every call that a template's wiring needs, by role. */
export const wiredCalls = (
  template: Template,
  workflows: readonly [string, CalledRight[]][],
): WiredCalls => {
  const calls: WiredCalls = new Map();
  const all = [functionCalls, mappingCalls, targetCalls, customResourceCalls].flatMap((each) =>
    each(template),
  );
  for (const [role, rights] of [...all, ...workflows])
    calls.set(role, [...(calls.get(role) ?? []), ...rights]);
  return calls;
};
