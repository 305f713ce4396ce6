import { randomUUID } from 'node:crypto';
import { readBatch } from '../../core/bulk/change-batch.ts';
import { type BatchErrand, turnHolder, workOnBatch } from '../../core/bulk/work-on-batch.ts';
import { count } from '../shared/counted.ts';
import { bulkHandler } from './bulk-handler.ts';
import { bulkPorts } from './bulk-ports.ts';

/** Time to finish copies in flight before Lambda would end the function. */
const lastMinuteMs = 60_000;

/** Verification or rollback, for as long as a function may run. */
export const handler = bulkHandler(async (errand: BatchErrand, context) => {
  const signal = AbortSignal.timeout(
    Math.max(0, context.getRemainingTimeInMillis() - lastMinuteMs),
  );
  const ports = await bulkPorts(errand.batchId, turnHolder(randomUUID()));
  const answer = await workOnBatch(ports, errand, signal);
  if ((await readBatch(ports, errand.batchId)).status === 'rolled_back') count('BatchesRolledBack');
  return answer;
});
