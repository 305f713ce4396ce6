import { MemoryOrderLists } from '../../fakes/orders/memory-order-lists.ts';
import { MemoryOrders } from '../../fakes/orders/memory-orders.ts';
import { MemoryUploads } from '../../fakes/uploads/memory-uploads.ts';
import { describeOrderLists } from './describe-order-lists.ts';

describeOrderLists('MemoryOrderLists', () => {
  const orders = new MemoryOrders(new MemoryUploads());
  return { orders, lists: new MemoryOrderLists(orders) };
});
