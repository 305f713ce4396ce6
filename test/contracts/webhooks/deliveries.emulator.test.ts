import { DynamoDeliveries } from '../../../adapters/webhooks/dynamo-deliveries.ts';
import { documents, local } from '../shared/emulator.ts';
import { describeDeliveries } from './describe-deliveries.ts';

describeDeliveries(
  'DynamoDeliveries',
  () => new DynamoDeliveries(documents, local.tables.deliveries),
);
