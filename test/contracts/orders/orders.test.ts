import { MemoryOrders } from '../../fakes/orders/memory-orders.ts';
import { MemoryUploads } from '../../fakes/uploads/memory-uploads.ts';
import { describeOrderPayments } from './describe-order-payments.ts';
import { describeOrders } from './describe-orders.ts';
import { describeReplacedFiles } from './describe-replaced-files.ts';

describeOrders('MemoryOrders', () => {
  const uploads = new MemoryUploads();
  return { uploads, orders: new MemoryOrders(uploads) };
});

describeOrderPayments('MemoryOrders', () => new MemoryOrders(new MemoryUploads()));

describeReplacedFiles('MemoryOrders', () => new MemoryOrders(new MemoryUploads()));
