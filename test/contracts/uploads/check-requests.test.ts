import { MemoryCheckRequests } from '../../fakes/uploads/memory-check-requests.ts';
import { describeCheckRequests } from './describe-check-requests.ts';

describeCheckRequests('MemoryCheckRequests', async () => {
  const checks = new MemoryCheckRequests();
  return { checks, received: async () => checks.sent.shift() };
});
