import { describe, expect, it } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { everyStack } from '../every-stack.ts';
import { flatten, propertiesOf } from '../synthesize.ts';
import { type Granted, grantedBy, isAbout, isAllowed } from './evaluate.ts';
import type { Statement } from './permissions.ts';
import { originCall, type ServiceCall, serviceCalls } from './service-calls.ts';

type Admitted = Granted & { services: string[] };

const policyTypes = ['AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy', 'AWS::S3::BucketPolicy'];

/** The services that a statement names; a denial names everybody. */
const servicesOf = ({ Principal }: { Principal: { Service?: string } | '*' }): string[] =>
  Principal === '*' || Principal.Service === undefined ? ['*'] : [Principal.Service].flat();

const admittedBy = (template: Template): Admitted[] =>
  policyTypes.flatMap((type) =>
    propertiesOf(template, type).flatMap(([, { PolicyDocument }]) =>
      (PolicyDocument.Statement as (Statement & { Principal: '*' })[]).flatMap((statement) =>
        grantedBy(flattened(statement), flatten as never).map((granted) => ({
          ...granted,
          services: servicesOf(statement),
        })),
      ),
    ),
  );

/** References in conditions, too, as text. */
const flattened = (statement: Statement): Statement => ({
  ...statement,
  Condition: Object.fromEntries(
    Object.entries((statement.Condition ?? {}) as Record<string, object>).map(
      ([operator, keys]) => [
        operator,
        Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, flatten(value)])),
      ],
    ),
  ),
});

const forService = (admitted: readonly Admitted[], service: string): Admitted[] =>
  admitted.filter(({ services }) => services.includes('*') || services.includes(service));

/** CDK lets a rule look at its queue as well, which EventBridge never does. */
const addedByCdk = ({ action }: Granted): boolean =>
  ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl'].includes(action);

/** CloudFront calls where a template has its distribution, and where the configuration names it. */
const originCalls = (name: string): ServiceCall[] =>
  ({
    data: [originCall('<Files>', 'arn:aws:cloudfront::111111111111:distribution/E2QWRUHAPOMQZL')],
    delivery: [
      originCall(
        '<ErrorPages>',
        'arn:aws:cloudfront::<AWS::AccountId>:distribution/<Distribution>',
      ),
    ],
  })[name] ?? [];

const stacks = Object.entries(everyStack()).map(([name, template]) => {
  const calls = [...serviceCalls(template), ...originCalls(name)];
  return { name, admitted: admittedBy(template), calls };
});

describe.each(stacks)('the policies of queues, topics and buckets of $name', (stack) => {
  const { admitted, calls } = stack;
  const allows = (some: readonly Admitted[], { service, right }: ServiceCall): boolean =>
    isAllowed(forService(some, service), right);
  const isUsed = (each: Admitted): boolean =>
    calls.some(({ service, right }) => each.services.includes(service) && isAbout(each, right));
  const allowing = admitted.filter((each) => each.effect === 'Allow' && !addedByCdk(each));

  it('admit every service that the stack makes call', () => {
    expect(calls.filter((each) => !allows(admitted, each))).toEqual([]);
  });

  it('admit nobody else', () => {
    expect(allowing.filter((each) => !isUsed(each))).toEqual([]);
  });

  it('are found without any one of their grants', () => {
    const unnoticed = allowing.filter((each) =>
      calls.every((one) =>
        allows(
          admitted.filter((other) => other !== each),
          one,
        ),
      ),
    );
    expect(unnoticed).toEqual([]);
  });

  it('refuse everybody who comes by plain HTTP', () => {
    const plain = calls.map(({ service, right }) => ({
      service,
      right: right.replace('SecureTransport=true', 'SecureTransport=false'),
    }));
    expect(plain.filter((each) => allows(admitted, each))).toEqual([]);
  });
});
