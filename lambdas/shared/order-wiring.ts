import { DynamoOrderLists } from '../../adapters/orders/dynamo-order-lists.ts';
import { DynamoOrders } from '../../adapters/orders/dynamo-orders.ts';
import { env } from './environment.ts';
import { dynamo } from './wiring.ts';

/** Ports of orders on AWS. */

/** `commit` alone needs the uploads' table. */
export const orders = () =>
  new DynamoOrders(dynamo(), {
    orders: env('ORDERS_TABLE'),
    uploads: process.env.UPLOADS_TABLE ?? '',
  });

export const orderLists = () => new DynamoOrderLists(dynamo(), env('ORDERS_TABLE'));
