import { describe, expect, it } from '@jest/globals';
import { everyStack } from '../every-stack.ts';
import { propertiesOf } from '../synthesize.ts';

const stacks = Object.entries(everyStack());

/** The buckets of access logs: CloudFront's, and S3's own. */
const logBuckets = stacks.flatMap(([stack, template]) =>
  Object.entries(template.findResources('AWS::S3::Bucket'))
    .filter(([id]) => /^(Access)?Logs/.test(id))
    .map(([id, { Properties }]) => ({ stack, template, id, properties: Properties })),
);

describe('access logs, which AWS delivers hours later', () => {
  it('are of two buckets', () => {
    expect(logBuckets.map(({ stack }) => stack).sort()).toEqual(['data', 'delivery']);
  });

  it.each(logBuckets)('of $stack trigger nothing', ({ properties }) => {
    expect(properties).not.toHaveProperty('NotificationConfiguration');
  });

  it.each(logBuckets)('of $stack are read by no role', ({ template, id }) => {
    const granted = ['AWS::IAM::Policy', 'AWS::IAM::Role'].flatMap((type) =>
      propertiesOf(template, type),
    );
    expect(JSON.stringify(granted)).not.toContain(id);
  });

  it('are handed to no other stack', () => {
    const handedOver = stacks.map(([, template]) => template.toJSON().Parameters ?? {});
    expect(Object.keys(Object.assign({}, ...handedOver)).join(' ')).not.toMatch(
      /From(Data|Delivery)(Access)?Logs/,
    );
  });
});
