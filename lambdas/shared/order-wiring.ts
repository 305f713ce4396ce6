import { DynamoOrderLists } from '../../adapters/orders/dynamo-order-lists.ts';
import { DynamoOrders } from '../../adapters/orders/dynamo-orders.ts';
import { env, envIfSet } from './environment.ts';
import { dynamo } from './wiring.ts';

/** Ports of orders on AWS. */

export const orders = () =>
  new DynamoOrders(dynamo(), {
    orders: env('ORDERS_TABLE'),
    uploads: envIfSet('UPLOADS_TABLE'),
    erasures: envIfSet('ERASURES_TABLE'),
  });

export const orderLists = () => new DynamoOrderLists(dynamo(), env('ORDERS_TABLE'));
