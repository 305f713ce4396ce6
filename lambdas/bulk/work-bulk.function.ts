import { randomUUID } from 'node:crypto';
import { DynamoSliceOutcomes } from '../../adapters/bulk/journal/dynamo-slice-outcomes.ts';
import { readBatch } from '../../core/bulk/change-batch.ts';
import { beginVerification } from '../../core/bulk/verify/begin-verification.ts';
import { finishVerification } from '../../core/bulk/verify/finish-verification.ts';
import { type SliceCall, verifySlice } from '../../core/bulk/verify/verify-slice.ts';
import { type RollbackRequest, turnHolder, workOnBatch } from '../../core/bulk/work-on-batch.ts';
import { BatchRefused } from '../../core/errors.ts';
import { count } from '../shared/counted.ts';
import { env } from '../shared/environment.ts';
import { dynamo } from '../shared/wiring.ts';
import { bulkHandler } from './bulk-handler.ts';
import { bulkPorts } from './bulk-ports.ts';

/** Time to finish copies in flight before Lambda would end the function. */
const lastMinuteMs = 60_000;

type Verifying = { batchId: string; startedAt: string };

/** What the workflow asks for. Of a verification: its beginning, one slice, or its end. */
type Asked =
  | ({ task: 'rollback' } & RollbackRequest)
  | ({ task: 'verify'; step: 'begin' } & Omit<Verifying, 'startedAt'>)
  | ({ task: 'verify'; step: 'slice' } & SliceCall)
  | ({ task: 'verify'; step: 'finish' } & Verifying);

type Ports = Awaited<ReturnType<typeof bulkPorts>>;

const slices = new DynamoSliceOutcomes(dynamo(), env('BATCHES_TABLE'));

const rollBack = async (ports: Ports, request: RollbackRequest, signal: AbortSignal) => {
  const answer = await workOnBatch(ports, request, signal);
  const { status } = await readBatch(ports, request.batchId);
  if (status === 'rolled_back') count('BatchesRolledBack');
  return answer;
};

const answer = async (ports: Ports, asked: Asked, signal: AbortSignal) => {
  const { batchId } = asked;
  if (asked.task === 'rollback') return rollBack(ports, asked, signal);
  switch (asked.step) {
    case 'begin':
      return beginVerification({ ...ports, slices }, batchId);
    case 'slice':
      return verifySlice({ ...ports, slices }, asked, signal);
    case 'finish':
      await finishVerification({ ...ports, slices }, batchId, asked.startedAt);
      return { done: true };
    default:
      // Executions keep the definition that they began with.
      throw new BatchRefused('This verification began before an update. Ask for it again.', {
        context: { batchId },
      });
  }
};

/** Verification or rollback, for as long as a function may run. */
export const handler = bulkHandler(async (asked: Asked, context) => {
  const signal = AbortSignal.timeout(
    Math.max(0, context.getRemainingTimeInMillis() - lastMinuteMs),
  );
  const ports = await bulkPorts(asked.batchId, turnHolder(randomUUID()));
  return answer(ports, asked, signal);
});
