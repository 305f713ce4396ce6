import { bytes, type Limit, length } from './limit.ts';
import {
  every,
  expressionsOf,
  howMany,
  howManyPer,
  type Json,
  type Measured,
  metricsOf,
  ofEach,
  ofEachStack,
  type Stacks,
  widgetsOf,
} from './measured.ts';

const cloudFormation = 'AWSCloudFormation/latest/UserGuide/cloudformation-limits.html';
const iam = 'IAM/latest/UserGuide/reference_iam-quotas.html';
const lambda = 'lambda/latest/dg/gettingstarted-limits.html';
const metrics = 'AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html';
const math = 'AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html';

const size = (value: Json): number => Object.keys(value ?? {}).length;
const inlinePolicies = ({ Policies = [] }: Json): number =>
  Policies.reduce((sum: number, { PolicyDocument }: Json) => sum + length(PolicyDocument), 0);

/** Policies of their own count for the roles that they are attached to. */
const rolePolicies = (stacks: Stacks): Measured[] =>
  every(stacks, 'AWS::IAM::Role').map(({ what, properties }) => {
    const id = what.split(' ')[1];
    const attached = every(stacks, 'AWS::IAM::Policy').filter(({ properties: { Roles = [] } }) =>
      Roles.some(({ Ref }: Json) => Ref === id),
    );
    const own = attached.reduce((sum, each) => sum + length(each.properties.PolicyDocument), 0);
    return { what, value: inlinePolicies(properties) + own };
  });

const dashboardMetrics = (stacks: Stacks): Measured[] =>
  widgetsOf(stacks).map(({ what, widgets }) => ({
    what,
    value: widgets.reduce((sum, widget) => sum + metricsOf(widget).length, 0),
  }));

/** Limits of CloudFormation, IAM, Lambda and CloudWatch. */
export const stackLimits: readonly Limit[] = [
  {
    name: 'resources of a stack',
    document: cloudFormation,
    limit: 500,
    now: 293,
    measure: ofEachStack(({ Resources }) => size(Resources)),
  },
  {
    name: 'parameters of a stack',
    document: cloudFormation,
    limit: 200,
    now: 60,
    measure: ofEachStack(({ Parameters }) => size(Parameters)),
  },
  {
    name: 'outputs of a stack',
    document: cloudFormation,
    limit: 200,
    now: 55,
    measure: ofEachStack(({ Outputs }) => size(Outputs)),
  },
  {
    name: 'bytes of a template',
    document: cloudFormation,
    limit: 1_000_000,
    now: 204_000,
    measure: ofEachStack((template) => Buffer.byteLength(JSON.stringify(template))),
  },
  {
    name: 'bytes of an environment',
    document: lambda,
    limit: 4_096,
    now: 2_820,
    measure: ofEach('AWS::Lambda::Function', ({ Environment }) => bytes(Environment?.Variables)),
  },
  {
    name: 'bytes of a function’s policy',
    document: lambda,
    limit: 20_480,
    now: 500,
    measure: (stacks) =>
      howManyPer(
        'AWS::Lambda::Permission',
        ({ FunctionName }) => FunctionName,
      )(stacks).map(({ what, value }) => ({ what, value: value * 500 })),
  },
  {
    name: 'characters of a role’s inline policies',
    document: iam,
    limit: 10_240,
    now: 6_200,
    measure: rolePolicies,
  },
  {
    name: 'characters of a trust policy',
    document: iam,
    limit: 2_048,
    now: 133,
    measure: ofEach('AWS::IAM::Role', ({ AssumeRolePolicyDocument }) =>
      length(AssumeRolePolicyDocument),
    ),
  },
  {
    name: 'characters of a policy’s name',
    document: iam,
    limit: 128,
    now: 89,
    measure: ofEach('AWS::IAM::Policy', ({ PolicyName }) => length(PolicyName)),
  },
  {
    name: 'roles of an account',
    document: iam,
    limit: 1_000,
    now: 41,
    measure: howMany('AWS::IAM::Role'),
  },
  {
    name: 'metrics of an alarm',
    document: metrics,
    limit: 10,
    now: 8,
    measure: ofEach(
      'AWS::CloudWatch::Alarm',
      ({ Metrics = [] }) => Metrics.filter(({ MetricStat }: Json) => MetricStat).length,
    ),
  },
  {
    name: 'characters of a metric expression',
    document: math,
    limit: 2_048,
    now: 1_300,
    measure: (stacks) =>
      expressionsOf(stacks).map(({ what, expression }) => ({ what, value: expression.length })),
  },
  {
    name: 'characters of an alarm’s name',
    document: metrics,
    limit: 255,
    now: 50,
    measure: ofEach('AWS::CloudWatch::Alarm', ({ AlarmName }) => length(AlarmName)),
  },
  {
    name: 'characters of an alarm’s description',
    document: metrics,
    limit: 1_024,
    now: 156,
    measure: ofEach('AWS::CloudWatch::Alarm', ({ AlarmDescription }) => length(AlarmDescription)),
  },
  {
    name: 'widgets of a dashboard',
    document: metrics,
    limit: 500,
    now: 30,
    measure: (stacks) =>
      widgetsOf(stacks).map(({ what, widgets }) => ({ what, value: widgets.length })),
  },
  {
    name: 'metrics of a widget',
    document: metrics,
    limit: 500,
    now: 95,
    measure: (stacks) =>
      widgetsOf(stacks).flatMap(({ widgets }) =>
        widgets.map((widget) => ({
          what: widget.properties.title,
          value: metricsOf(widget).length,
        })),
      ),
  },
  {
    name: 'metrics of a dashboard',
    document: metrics,
    limit: 2_500,
    now: 242,
    measure: dashboardMetrics,
  },
];
