import { MemoryOrders } from '../fakes/memory-orders.ts';
import { MemoryUploads } from '../fakes/memory-uploads.ts';
import { describeOrders } from './describe-orders.ts';

describeOrders('MemoryOrders', () => {
  const uploads = new MemoryUploads();
  return { uploads, orders: new MemoryOrders(uploads) };
});
