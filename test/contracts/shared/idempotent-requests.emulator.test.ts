import { DynamoIdempotentRequests } from '../../../adapters/dynamo/dynamo-idempotent-requests.ts';
import { describeIdempotentRequests } from './describe-idempotent-requests.ts';
import { documents, local } from './emulator.ts';

describeIdempotentRequests(
  'DynamoIdempotentRequests',
  () => new DynamoIdempotentRequests(documents, local.tables.quotas),
);
