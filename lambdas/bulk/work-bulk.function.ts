import { randomUUID } from 'node:crypto';
import { DynamoSliceOutcomes } from '../../adapters/bulk/journal/dynamo-slice-outcomes.ts';
import { readBatch } from '../../core/bulk/change-batch.ts';
import {
  type RollbackRequest,
  rollbackInTurn,
  turnHolder,
} from '../../core/bulk/rollback/rollback-in-turns.ts';
import { beginVerification } from '../../core/bulk/verify/begin-verification.ts';
import { finishVerification } from '../../core/bulk/verify/finish-verification.ts';
import { type SliceCall, verifySlice } from '../../core/bulk/verify/verify-slice.ts';
import { BatchRefused } from '../../core/errors.ts';
import { count } from '../shared/counted.ts';
import { env } from '../shared/environment.ts';
import { dynamo } from '../shared/wiring.ts';
import { bulkHandler } from './bulk-handler.ts';
import { bulkPorts } from './bulk-ports.ts';
import { beginMigration, finishMigration, type MigrationEnd } from './map-bounds.ts';

/** Time to finish copies in flight before Lambda would end the function. */
const lastMinuteMs = 60_000;

/** The two ends of a migration: between them copy-objects is called, which may not delete. */
type MigrationCall = { task: 'migrate'; batchId: string } & (
  | { step: 'begin'; execution: string }
  | { step: 'finish'; ended: MigrationEnd }
);

/** The beginning of a verification, one slice, or its end. */
type VerificationCall = { task: 'verify'; batchId: string } & (
  | { step: 'begin' }
  | ({ step: 'slice' } & SliceCall)
  | { step: 'finish'; startedAt: string }
);

/** What the workflow asks for. */
type Asked = MigrationCall | VerificationCall | ({ task: 'rollback' } & RollbackRequest);

const slices = new DynamoSliceOutcomes(dynamo(), env('BATCHES_TABLE'));

const rollBack = async (request: RollbackRequest, signal: AbortSignal) => {
  const ports = await bulkPorts(request.batchId, turnHolder(randomUUID()));
  const answer = await rollbackInTurn(ports, request, signal);
  const { status } = await readBatch(ports, request.batchId);
  if (status === 'rolled_back') count('BatchesRolledBack');
  return answer;
};

// Executions keep the definition that they began with.
const fromBefore = ({ task, batchId }: { task: string; batchId: string }): BatchRefused =>
  new BatchRefused(`The ${task} of batch ${batchId} began before an update. Ask for it again.`, {
    context: { batchId },
  });

const migrate = (asked: MigrationCall) => {
  const { batchId } = asked;
  switch (asked.step) {
    case 'begin':
      return beginMigration(batchId, asked.execution);
    case 'finish':
      return finishMigration(batchId, asked.ended);
    default:
      throw fromBefore(asked);
  }
};

const verify = async (asked: VerificationCall, signal: AbortSignal) => {
  const { batchId } = asked;
  const deps = { ...(await bulkPorts(batchId, turnHolder(randomUUID()))), slices };
  switch (asked.step) {
    case 'begin':
      return beginVerification(deps, batchId);
    case 'slice':
      return verifySlice(deps, asked, signal);
    case 'finish':
      await finishVerification(deps, batchId, asked.startedAt);
      return { done: true };
    default:
      throw fromBefore(asked);
  }
};

const answer = (asked: Asked, signal: AbortSignal) => {
  switch (asked.task) {
    case 'migrate':
      return migrate(asked);
    case 'verify':
      return verify(asked, signal);
    case 'rollback':
      return rollBack(asked, signal);
    default:
      throw fromBefore(asked);
  }
};

/**
 * The records of a batch: the ends of its migration, its verification, and its rollback, which
 * alone deletes. A turn takes as long as a function may run.
 */
export const handler = bulkHandler(async (asked: Asked, context) => {
  const leftMs = context.getRemainingTimeInMillis() - lastMinuteMs;
  return answer(asked, AbortSignal.timeout(Math.max(0, leftMs)));
});
