import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

// biome-ignore lint/suspicious/noExplicitAny: templates have no types here.
type Properties = Record<string, any>;

type Resource = { Type: string; Properties?: Properties };

/** A synthesized stack, as the host app of the tests prints it. */
export type StackJson = {
  template: {
    Resources: Record<string, Resource>;
    Outputs?: Record<string, { Value: unknown }>;
  };
  tags: Record<string, string>;
};

export const resourcesIn = ({ Resources }: StackJson['template']): Resource[] =>
  Object.values(Resources);

/** The permissions boundary of every role as text; an empty one for a role without. */
export const boundaryOf = (template: StackJson['template']): string[] =>
  resourcesIn(template)
    .filter(({ Type }) => Type === 'AWS::IAM::Role')
    .map(({ Properties: { PermissionsBoundary } = {} }) =>
      PermissionsBoundary === undefined ? '' : JSON.stringify(PermissionsBoundary),
    );

const named =
  /^AWS::(CloudWatch::(Alarm|Dashboard)|Logs::LogGroup|Events::EventBus|SSM::Parameter)$/;

/** Names that a region of an account may have once, as `type name`. */
export const uniqueNamesIn = (template: StackJson['template']): string[] =>
  resourcesIn(template)
    .filter(({ Type }) => named.test(Type))
    .flatMap(({ Type, Properties: { Name, AlarmName, LogGroupName, DashboardName } = {} }) =>
      [Name, AlarmName, LogGroupName, DashboardName]
        .filter((name) => typeof name === 'string')
        .map((name) => `${Type} ${name}`),
    );

const isName = (key: string): boolean => /^(Tags|UserPoolTags|CallerReference)$/.test(key);

/**
 * A template without tags and without what the CDK makes of a construct's path in the app: the
 * hashes at the ends of names, and the path's first part.
 */
export const anonymous = (template: unknown): unknown =>
  JSON.parse(
    JSON.stringify(template, (key, value) => (isName(key) ? undefined : value))
      .replace(/(?:Keepsakeprod|Own)(?=Service|Operators|Delivery)/g, '')
      .replace(/(?<=[A-Za-z0-9])[0-9A-F]{8,}/g, ''),
  );

/** The template of a stack of our own app. */
export const templateOf = (stack: Stack | undefined): unknown =>
  stack && Template.fromStack(stack).toJSON();
