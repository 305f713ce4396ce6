import type { Template } from 'aws-cdk-lib/assertions';
import type { Config } from '../../../lib/config-schema.ts';
import { keptRecord } from '../../jest/kept-record.ts';
import { apiOf } from '../stacks/api-template.ts';
import { flatten, propertiesOf, templatesOf } from '../synthesize.ts';
import type { CalledRight } from './called-rights.ts';
import { type Granted, grantedBy } from './evaluate.ts';
import { statementsOf } from './permissions.ts';
import { sharedCalls } from './shared-work.ts';
import { unseenCallsOf } from './unseen-calls.ts';
import { wiredCalls } from './wired-calls.ts';
import { workflowCalls } from './workflow-calls.ts';

/** What a role may do and what it is used for. */
export type RoleFacts = { role: string; granted: Granted[]; called: CalledRight[] };

/**
 * Buckets, executions, alarms and queues as calls name them: without account and region. Stacks
 * beside Service name its bus as another stack's.
 */
const named = (resource: unknown): string =>
  flatten(resource as never)
    .replace('<Service.Bus>', '<Bus>')
    .replace(/^arn:aws:sqs:[^:]+:[^:]+:<(\w+)\.QueueName>$/, '<$1>')
    .replace(
      /^arn:aws:(?:s3:::|states:[^:]+:[^:]+:(?=execution:)|cloudwatch:[^:]+:[^:]+:(?=alarm:))/,
      '',
    );

/**
 * S3 answers 404 for a missing object or version only to a caller that may list them, and 403 to
 * others: docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html.
 */
const absenceCalls = (called: readonly CalledRight[]): CalledRight[] =>
  called.flatMap((right) => {
    const [, version, bucket, prefix] = /^s3:GetObject(Version)? ([^/]+)\/(.*)/.exec(right) ?? [];
    // A Map says which results it wrote.
    if (bucket === undefined || prefix === 'bulk-results/*') return [];
    return [`s3:ListBucket${version === undefined ? '' : 'Versions'} ${bucket}`];
  });

/** Each different grant once. */
const distinct = (granted: readonly Granted[]): Granted[] => [
  ...new Map(granted.map((each) => [JSON.stringify(each), each])).values(),
];

const recorded = (template: Template): Map<string, CalledRight[]> => {
  const record = keptRecord();
  return new Map(
    propertiesOf(template, 'AWS::Lambda::Function').map(([, { Role, Description = '' }]) => {
      const name = flatten(Description).replace('Keepsake: ', '');
      const calls = [...(record[name] ?? []), ...sharedCalls(record, name), ...unseenCallsOf(name)];
      return [flatten(Role), [...calls, ...absenceCalls(calls)]];
    }),
  );
};

const factsIn = (template: Template, { bulk }: Config): RoleFacts[] => {
  const wired = wiredCalls(template, workflowCalls(template, bulk.sourceBuckets));
  const ofFunctions = recorded(template);
  return propertiesOf(template, 'AWS::IAM::Role').map(([id]) => {
    const role = `<${id}>`;
    const statements = statementsOf(template, role);
    return {
      role,
      granted: distinct(statements.flatMap((statement) => grantedBy(statement, named))),
      called: [...new Set([...(wired.get(role) ?? []), ...(ofFunctions.get(role) ?? [])])],
    };
  });
};

/** The roles of every stack of a stage. */
export const rolesOf = (config: Config): RoleFacts[] => {
  const { service, operators, ...others } = templatesOf(config);
  const templates = [apiOf({ service, operators }), ...Object.values(others)];
  return templates.flatMap((template) => factsIn(template, config));
};
