import { MemoryErasures } from '../../fakes/retention/memory-erasures.ts';
import { MemoryUploads } from '../../fakes/uploads/memory-uploads.ts';
import { describeReservations } from './describe-reservations.ts';

describeReservations('MemoryUploads', () => {
  const erasures = new MemoryErasures();
  const uploads = new MemoryUploads({ erasures });
  return { uploads, erasures, reserved: async (counter) => uploads.quotas.of(counter) };
});
