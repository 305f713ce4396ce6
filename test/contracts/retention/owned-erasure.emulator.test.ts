import { DynamoLinks } from '../../../adapters/delivery/dynamo-links.ts';
import { DynamoJobs } from '../../../adapters/jobs/dynamo-jobs.ts';
import { DynamoOrders } from '../../../adapters/orders/dynamo-orders.ts';
import { DynamoErasures } from '../../../adapters/retention/dynamo-erasures.ts';
import { DynamoOwnerErasures } from '../../../adapters/retention/dynamo-owner-erasures.ts';
import { documents, local } from '../shared/emulator.ts';
import { describeOwnedErasure } from './describe-owned-erasure.ts';

describeOwnedErasure('DynamoDB', () => {
  const { erasures, jobs, links } = local.tables;
  return {
    erasures: new DynamoErasures(documents, erasures),
    jobs: new DynamoJobs(documents, jobs, erasures),
    links: new DynamoLinks(documents, links, erasures),
    orders: new DynamoOrders(documents, local.tables),
    ownerErasures: new DynamoOwnerErasures(documents, erasures),
  };
});
