import type { Template } from 'aws-cdk-lib/assertions';
import { flatten, propertiesOf } from '../synthesize.ts';
import type { CalledRight } from './called-rights.ts';

// biome-ignore lint/suspicious/noExplicitAny: states have no types here.
type State = any;

/** The machine, as templates name it, and the buckets that its Maps may list. */
type Machine = { id: string; sourceBuckets: readonly string[] };

const on = (resource: string, ...actions: string[]): CalledRight[] =>
  actions.map((action) => `${action} ${resource}`);

/** docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy */
const logDelivery = on(
  '*',
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
);

/** docs.aws.amazon.com/step-functions/latest/dg/xray-iam.html */
const tracing = on(
  '*',
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
);

/** A task invokes a function, or calls the one service that ours call: SNS. */
const taskCalls = ({ Resource, Parameters }: State): CalledRight[] =>
  Resource.endsWith(':states:::sns:publish')
    ? on(Parameters.TopicArn, 'sns:Publish')
    : on(Resource, 'lambda:InvokeFunction');

/** A Map over items of its input reads no bucket. */
const readerCalls = (reader: State | undefined, sources: readonly string[]): CalledRight[] =>
  (reader ? sources : []).flatMap((bucket) =>
    reader.Resource.endsWith('listObjectsV2')
      ? on(bucket, 's3:ListBucket')
      : on(`${bucket}/*`, 's3:GetObject'),
  );

const writerCalls = (writer: State | undefined): CalledRight[] =>
  writer
    ? on(
        `${writer.Parameters.Bucket}/bulk-results/*`,
        's3:PutObject',
        's3:GetObject',
        's3:ListMultipartUploadParts',
        's3:AbortMultipartUpload',
      )
    : [];

/** docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html */
const distributedCalls = (
  { ItemReader, ResultWriter }: State,
  { id, sourceBuckets }: Machine,
): CalledRight[] => [
  ...on(`<${id}>`, 'states:StartExecution'),
  ...[`execution:<${id}.Name>:*`, `execution:<${id}.Name>/*`].flatMap((executions) =>
    on(executions, 'states:DescribeExecution', 'states:StopExecution'),
  ),
  ...on(`execution:<${id}.Name>/*`, 'states:RedriveExecution'),
  ...readerCalls(ItemReader, sourceBuckets),
  ...writerCalls(ResultWriter),
];

const stateCalls = (state: State, machine: Machine): CalledRight[] => {
  if (state.Type === 'Task') return taskCalls(state);
  const { ItemProcessor } = state;
  if (state.Type !== 'Map') return [];
  const inside = Object.values(ItemProcessor.States).flatMap((each) => stateCalls(each, machine));
  return ItemProcessor.ProcessorConfig.Mode === 'DISTRIBUTED'
    ? [...inside, ...distributedCalls(state, machine)]
    : inside;
};

/** What the role of each state machine calls, by role: the emulator does not enforce it. */
export const workflowCalls = (
  template: Template,
  sourceBuckets: readonly string[],
): [string, CalledRight[]][] =>
  propertiesOf(template, 'AWS::StepFunctions::StateMachine').map(([id, properties]) => {
    const { DefinitionString, RoleArn, LoggingConfiguration, TracingConfiguration } = properties;
    const { States } = JSON.parse(flatten(DefinitionString));
    const calls = Object.values(States).flatMap((each) => stateCalls(each, { id, sourceBuckets }));
    return [
      flatten(RoleArn),
      [
        ...new Set(calls),
        ...(LoggingConfiguration ? logDelivery : []),
        ...(TracingConfiguration?.Enabled ? tracing : []),
      ],
    ];
  });
