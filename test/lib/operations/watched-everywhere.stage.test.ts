import { describe, expect, it } from '@jest/globals';
import { everyStack } from '../every-stack.ts';
import { flatten, propertiesOf } from '../synthesize.ts';

const stacks = Object.entries(everyStack());
const of = (type: string) =>
  stacks.flatMap(([stack, template]) =>
    propertiesOf(template, type).map(([id, properties]) => ({
      where: `${stack} ${id}`,
      stack,
      id,
      properties,
    })),
  );

const logGroups = of('AWS::Logs::LogGroup');

describe('every log', () => {
  it.each(logGroups)('$where expires as configured', ({ properties }) => {
    expect(properties.RetentionInDays).toBe(90);
  });

  // A function without a group of its own gets one from Lambda, which never expires.
  it.each(of('AWS::Lambda::Function'))(
    '$where writes into one of them',
    ({ stack, properties }) => {
      const groups = logGroups.filter((group) => group.stack === stack).map(({ id }) => `<${id}>`);
      expect(groups).toContain(flatten(properties.LoggingConfig?.LogGroup));
    },
  );

  it.each(of('AWS::StepFunctions::StateMachine'))(
    '$where writes into one of them, without what it was told',
    ({ properties }) => {
      const { Destinations, IncludeExecutionData, Level } = properties.LoggingConfiguration;
      expect(flatten(Destinations[0].CloudWatchLogsLogGroup.LogGroupArn)).toMatch(/Logs/);
      expect(IncludeExecutionData).toBe(false);
      // A million children of a bulk migration would log more than it costs to run them: only what
      // went wrong.
      expect(Level).toBe(flatten(properties.RoleArn).includes('BulkMigration') ? 'ERROR' : 'ALL');
    },
  );

  it.each(of('AWS::ApiGatewayV2::Stage'))('$where writes into one of them', ({ properties }) => {
    expect(flatten(properties.AccessLogSettings.DestinationArn)).toMatch(/AccessLogs/);
  });

  it.each(of('AWS::S3::Bucket').filter(({ id }) => /Logs$/.test(id)))(
    '$where, a bucket of logs, expires as configured',
    ({ properties }) => {
      expect(properties.LifecycleConfiguration.Rules).toContainEqual(
        expect.objectContaining({ ExpirationInDays: 90, Status: 'Enabled' }),
      );
    },
  );
});

describe('traces', () => {
  it.each(
    of('AWS::Lambda::Function').filter(({ stack }) => ['service', 'operators'].includes(stack)),
  )('$where is traced', ({ properties }) => {
    expect(properties.TracingConfig).toEqual({ Mode: 'Active' });
  });

  it.each(of('AWS::StepFunctions::StateMachine'))('$where is traced', ({ properties }) => {
    expect(properties.TracingConfiguration).toEqual({ Enabled: true });
  });

  it('may be written by every role of a function and of a workflow', () => {
    const traced = [...of('AWS::IAM::Role'), ...of('AWS::IAM::Policy')].filter(({ properties }) =>
      JSON.stringify(properties).includes('xray:PutTraceSegments'),
    );
    const functions = of('AWS::Lambda::Function').filter(
      ({ properties }) => properties.TracingConfig,
    );
    expect(traced).toHaveLength(functions.length + of('AWS::StepFunctions::StateMachine').length);
  });
});

describe('every role', () => {
  const roles = of('AWS::IAM::Role');

  it('is there to be bounded', () => {
    expect(roles.length).toBeGreaterThan(20);
  });

  it.each(roles)('$where has the configured permissions boundary', ({ properties }) => {
    expect(flatten(properties.PermissionsBoundary)).toBe(
      'arn:aws:iam::111111111111:policy/developer-boundary',
    );
  });
});

describe('what costs are told apart by', () => {
  const asMap = (
    tags: { Key: string; Value: string }[] | Record<string, string> = [],
  ): Record<string, string> =>
    Array.isArray(tags) ? Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])) : tags;

  const types = [
    'AWS::S3::Bucket',
    'AWS::Lambda::Function',
    'AWS::SQS::Queue',
    'AWS::StepFunctions::StateMachine',
    'AWS::SNS::Topic',
  ];

  it.each(types.flatMap(of))(
    '$where is tagged with project, stage and what is configured',
    ({ properties }) => {
      expect(asMap(properties.Tags)).toMatchObject({
        project: 'keepsake',
        stage: 'prod',
        'cost-center': '4711',
      });
    },
  );

  it.each(of('AWS::DynamoDB::GlobalTable'))('$where likewise', ({ properties }) => {
    expect(asMap(properties.Replicas[0].Tags)).toMatchObject({
      project: 'keepsake',
      stage: 'prod',
      'cost-center': '4711',
    });
  });
});
