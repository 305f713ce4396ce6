import { describe, expect, it } from '@jest/globals';
import { statementsOf } from './roles/permissions.ts';
import { flatten, functionsOf, templatesOf } from './synthesize.ts';

const { service } = templatesOf();
const functions = functionsOf(service);

describe('what repeats answers', () => {
  it.each(['orders', 'presign', 'uploads', 'jobs', 'delivery', 'batches'])(
    'lets %s put records of requests among the quotas, and nothing else',
    (name) => {
      const statements = statementsOf(service, flatten(functions.get(name).Role)).filter(
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
