import { describe, expect, it } from '@jest/globals';
import { statementsOf } from './roles/permissions.ts';
import { apiOf } from './stacks/api-template.ts';
import { flatten, functionsOf } from './synthesize.ts';

const api = apiOf();
const functions = functionsOf(api);

describe('what repeats answers', () => {
  it.each(['orders', 'presign', 'uploads', 'jobs', 'delivery', 'batches'])(
    'lets %s put records of requests among the quotas, and nothing else',
    (name) => {
      const statements = statementsOf(api, flatten(functions.get(name).Role)).filter(
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
