import { DynamoOrderLists } from '../../../adapters/orders/dynamo-order-lists.ts';
import { DynamoOrders } from '../../../adapters/orders/dynamo-orders.ts';
import { documents, local } from '../shared/emulator.ts';
import { makeTableLike } from '../shared/own-table.ts';
import { describeOrderLists } from './describe-order-lists.ts';

// The lists of the deployed table have hundreds of other files' orders: a hundred pages each.
const orders = await makeTableLike(local.tables.orders);

describeOrderLists('DynamoOrderLists', () => ({
  orders: new DynamoOrders(documents, { ...local.tables, orders }),
  lists: new DynamoOrderLists(documents, orders),
}));
