import { MemoryOrderLists } from '../fakes/memory-order-lists.ts';
import { MemoryOrders } from '../fakes/memory-orders.ts';
import { MemoryUploads } from '../fakes/memory-uploads.ts';
import { describeOrderLists } from './describe-order-lists.ts';

describeOrderLists('MemoryOrderLists', () => {
  const orders = new MemoryOrders(new MemoryUploads());
  return { orders, lists: new MemoryOrderLists(orders) };
});
