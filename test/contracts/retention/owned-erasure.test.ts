import { MemoryLinks } from '../../fakes/delivery/memory-links.ts';
import { MemoryJobs } from '../../fakes/jobs/memory-jobs.ts';
import { MemoryOrders } from '../../fakes/orders/memory-orders.ts';
import { MemoryErasures } from '../../fakes/retention/memory-erasures.ts';
import { MemoryOwnerErasures } from '../../fakes/retention/memory-owner-erasures.ts';
import { MemoryUploads } from '../../fakes/uploads/memory-uploads.ts';
import { describeOwnedErasure } from './describe-owned-erasure.ts';

describeOwnedErasure('Memory', () => {
  const erasures = new MemoryErasures();
  return {
    erasures,
    jobs: new MemoryJobs(erasures),
    links: new MemoryLinks(erasures),
    orders: new MemoryOrders(new MemoryUploads({ erasures })),
    ownerErasures: new MemoryOwnerErasures(),
  };
});
