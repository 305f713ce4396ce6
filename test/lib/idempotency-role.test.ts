import { describe, expect, it } from '@jest/globals';
import { flatten, functionsOf, propertiesOf, templatesOf } from './synthesize.ts';

const { service } = templatesOf();
const functions = functionsOf(service);

describe('what repeats answers', () => {
  it.each(['orders', 'presign', 'uploads', 'jobs', 'delivery', 'batches'])(
    'lets %s put records of requests among the quotas, and nothing else',
    (name) => {
      const statements = propertiesOf(service, 'AWS::IAM::Policy')
        .filter(([, { Roles }]) => Roles.map(flatten).includes(flatten(functions.get(name).Role)))
        .flatMap(([, { PolicyDocument }]) => PolicyDocument.Statement)
        .filter(
          ({ Action, Resource }) =>
            flatten(Resource) === '<Data.QuotasTable>' &&
            [Action].flat().includes('dynamodb:PutItem'),
        );
      expect(statements.map(({ Condition }) => Condition)).toEqual([
        { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['idempotency#*'] } },
      ]);
    },
  );
});
