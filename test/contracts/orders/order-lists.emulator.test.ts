import { DynamoOrderLists } from '../../../adapters/orders/dynamo-order-lists.ts';
import { DynamoOrders } from '../../../adapters/orders/dynamo-orders.ts';
import { documents, local } from '../shared/emulator.ts';
import { describeOrderLists } from './describe-order-lists.ts';

describeOrderLists('DynamoOrderLists', () => ({
  orders: new DynamoOrders(documents, local.tables),
  lists: new DynamoOrderLists(documents, local.tables.orders),
}));
