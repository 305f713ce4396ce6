import * as z from 'zod';
import { listBatchesSchema, listBatchFilesSchema } from '../../core/bulk/list-batches.ts';
import {
  batchRecordSchema,
  batchSchema,
  type RecordStatus,
  recordStatuses,
} from '../../core/bulk/model/batch.ts';
import { requestBatchSchema } from '../../core/bulk/request-batch.ts';
import { requestFilesSchema } from '../../core/bulk/request-files.ts';
import { rollbackRequestSchema } from '../../core/bulk/start-batch-work.ts';
import { leftOut } from '../named-schema.ts';
import { type Operation, older } from '../operation.ts';

const tally = z.strictObject({ files: z.int(), bytes: z.int() });

type Counts = Record<RecordStatus, typeof tally>;
const counts = Object.fromEntries(recordStatuses.map((status) => [status, tally])) as Counts;

const batchView = z
  .strictObject({
    ...batchSchema.omit({ plan: true, revision: true }).shape,
    source: z.string(),
    target: z.string(),
    endpoint: z.string().optional(),
    ownerId: z.string().optional(),
    category: z.string().optional(),
    atomic: z.boolean(),
    counts: z.strictObject(counts),
    total: tally,
    percent: z.int(),
  })
  .meta({ id: 'Batch' });

const fileView = z
  .strictObject(batchRecordSchema.omit({ batchId: true }).shape)
  .meta({ id: 'BatchFile' });

const failuresView = z
  .strictObject({
    failures: z.array(
      z.strictObject({
        code: z.string(),
        files: z.int(),
        example: z.strictObject({ recordId: z.string(), path: z.string(), message: z.string() }),
      }),
    ),
    more: z.boolean(),
  })
  .meta({ id: 'BatchFailures' });

const cursor = z.string().optional();
const batchPage = z.strictObject({ batches: z.array(batchView), ...leftOut, cursor });
const filePage = z.strictObject({ files: z.array(fileView), cursor });

/** Older clients write `batch_id`. */
const named = z.union([z.object({ batchId: z.string() }), z.object({ batch_id: z.string() })]);

const olderRollbackRequest = rollbackRequestSchema.extend({
  apply: z.boolean().default(true),
  dry_run: z.boolean().default(false),
});

const olderRequest = z.union([
  requestFilesSchema.meta({ title: 'OlderFilesRequest' }),
  requestBatchSchema.meta({ title: 'CreateBatchRequest' }),
]);
const olderView = z
  .strictObject({ ...batchView.shape, batch_id: z.string() })
  .meta({ id: 'OlderBatch' });

type Described = Omit<Operation, 'tag' | 'problems'> & { problems?: Operation['problems'] };

const operation = ({ problems = [], ...described }: Described): Operation => ({
  ...described,
  tag: 'batches',
  problems: ['NotAllowed', ...problems],
});

const create = operation({
  isIdempotent: true,
  summary: 'Put a migration from a bucket on record',
  description: 'Nothing moves until it is started.',
  body: requestBatchSchema,
  answers: { 201: batchView },
  problems: ['InvalidInput'],
});
const list = operation({
  summary: 'Batches, newest first',
  query: listBatchesSchema,
  answers: { 200: batchPage },
  problems: ['InvalidInput'],
});
const show = operation({
  summary: 'One batch with its counters',
  answers: { 200: batchView },
  problems: ['NotFound'],
});
const files = operation({
  summary: 'Files of a batch',
  query: listBatchFilesSchema,
  answers: { 200: filePage },
  problems: ['InvalidInput', 'NotFound'],
});
const failures = operation({
  summary: 'Failed files of a batch by the code of their failure',
  description: 'Most frequent first.',
  answers: { 200: failuresView },
  problems: ['NotFound'],
});
const start = operation({
  summary: 'Start a batch, or resume it',
  answers: { 202: batchView },
  problems: ['NotFound', 'BatchRefused'],
});
const pause = operation({
  summary: 'Stop after what is in flight',
  answers: { 200: batchView },
  problems: ['NotFound', 'BatchRefused'],
});
const cancel = operation({
  summary: 'End a batch; what was stored stays',
  answers: { 200: batchView },
  problems: ['NotFound', 'BatchRefused'],
});
const verify = operation({
  summary: 'Read every file of a batch again and compare',
  description: 'The batch’s `lastTask` says how it ended.',
  answers: { 202: batchView },
  problems: ['NotFound', 'BatchRefused'],
});
const rollback = operation({
  summary: 'Remove what a batch wrote and nobody changed',
  description: 'Without `apply`, only looks. The batch’s `lastTask` says how it ended.',
  body: rollbackRequestSchema,
  bodyOptional: true,
  answers: { 202: batchView },
  problems: ['InvalidInput', 'NotFound', 'BatchRefused'],
});

const asOlder = (answers: Operation['answers']): Operation['answers'] =>
  Object.fromEntries(
    Object.entries(answers).map(([status, view]) => [
      status,
      view === batchView ? olderView : view,
    ]),
  );

/** An older path says the same, and names the batch in its body. */
const olderOf = ({ bodyOptional: _never, ...same }: Operation, path: string, body?: z.ZodType) => ({
  ...older(same, path),
  ...(body && { body }),
  answers: asOlder(same.answers),
  problems: [...new Set([...same.problems, ...(body ? (['InvalidInput'] as const) : [])])],
});

export const batchOperations = {
  createBatch: create,
  listBatches: list,
  getBatch: show,
  listBatchFiles: files,
  batchFailures: failures,
  startBatch: start,
  pauseBatch: pause,
  resumeBatch: start,
  cancelBatch: cancel,
  verifyBatch: verify,
  rollbackBatch: rollback,
  olderCreateBatch: olderOf(create, 'POST /batches', olderRequest),
  olderListBatches: olderOf(list, 'GET /batches'),
  olderProcess: olderOf(start, 'POST /batches/{id}/start', named),
  olderProgress: olderOf(show, 'GET /batches/{id}'),
  olderBatchFiles: olderOf(files, 'GET /batches/{id}/files'),
  olderVerify: olderOf(verify, 'POST /batches/{id}/verify', named),
  olderRollback: olderOf(
    rollback,
    'POST /batches/{id}/rollback',
    z.union([
      olderRollbackRequest.extend({ batchId: z.string() }),
      olderRollbackRequest.extend({ batch_id: z.string() }),
    ]),
  ),
} satisfies Record<string, Operation>;
