import { MemoryOrders } from '../../fakes/orders/memory-orders.ts';
import { MemoryUploads } from '../../fakes/uploads/memory-uploads.ts';
import { describeOrders } from './describe-orders.ts';

describeOrders('MemoryOrders', () => {
  const uploads = new MemoryUploads();
  return { uploads, orders: new MemoryOrders(uploads) };
});
