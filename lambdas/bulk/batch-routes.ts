import * as z from 'zod';
import { getBatch, listBatches, listBatchFiles } from '../../core/bulk/list-batches.ts';
import type { Batch } from '../../core/bulk/model/batch.ts';
import {
  requestRollback,
  requestVerification,
  startBatch,
} from '../../core/bulk/order-batch-work.ts';
import type { Batches, BulkRuns } from '../../core/bulk/ports.ts';
import { requestBatch } from '../../core/bulk/request-batch.ts';
import { cancelBatch, pauseBatch } from '../../core/bulk/steer-batch.ts';
import type { AnswerOnceDeps } from '../../core/shared/answer-once.ts';
import { idSchema } from '../../core/shared/model/id.ts';
import { parseInput } from '../../core/shared/model/parse-input.ts';
import { adminOnly, type HttpAnswer, type HttpRequest, type Route } from '../shared/http.ts';
import { idempotent } from '../shared/idempotent.ts';

export type BatchRouteDeps = Parameters<typeof requestBatch>[0] &
  AnswerOnceDeps & { batches: Batches; runs: BulkRuns };

type Asked = HttpRequest & { batchId: string };
type Handle = (deps: BatchRouteDeps, asked: Asked) => Promise<HttpAnswer>;

const view = async (
  deps: BatchRouteDeps,
  status: number,
  { batchId }: Pick<Batch, 'batchId'>,
): Promise<HttpAnswer> => ({
  status,
  body: await getBatch(deps, batchId),
});

const create: Handle = (deps, asked) =>
  idempotent(deps, async ({ caller, body }) =>
    view(deps, 201, await requestBatch(deps, caller, body)),
  )(asked);
const list: Handle = async (deps, { query }) => ({
  status: 200,
  body: await listBatches(deps, query),
});
const show: Handle = (deps, { batchId }) => view(deps, 200, { batchId });
const files: Handle = async (deps, { batchId, query }) => ({
  status: 200,
  body: await listBatchFiles(deps, batchId, query),
});
const start: Handle = async (deps, { batchId }) => view(deps, 202, await startBatch(deps, batchId));
const pause: Handle = async (deps, { batchId, caller }) =>
  view(deps, 200, await pauseBatch(deps, batchId, caller.ownerId));
const cancel: Handle = async (deps, { batchId, caller }) =>
  view(deps, 200, await cancelBatch(deps, batchId, caller.ownerId));
const verify: Handle = async (deps, { batchId }) =>
  view(deps, 202, await requestVerification(deps, batchId));
const rollback: Handle = async (deps, { batchId, body }) =>
  view(deps, 202, await requestRollback(deps, batchId, body));

/** What each route does; the older paths say the same in other words. */
const handles: Readonly<Record<string, Handle>> = {
  'POST /batches': create,
  'GET /batches': list,
  'GET /batches/{id}': show,
  'GET /batches/{id}/files': files,
  'POST /batches/{id}/start': start,
  'POST /batches/{id}/resume': start,
  'POST /batches/{id}/pause': pause,
  'POST /batches/{id}/cancel': cancel,
  'POST /batches/{id}/verify': verify,
  'POST /batches/{id}/rollback': rollback,
  'POST /api/migration/batch': create,
  'GET /api/migration/batches': list,
  'GET /api/migration/progress/{id}': show,
  'GET /api/migration/batch/{id}/files': files,
  'POST /api/migration/process': start,
  'POST /api/migration/verify': verify,
  'POST /api/migration/rollback': rollback,
};

const olderBatchSchema = z.object({ batchId: idSchema('a batch') }, 'must be a JSON object');

/** The older paths name the batch in the body. */
const batchIdOf = ({ id, body, route }: HttpRequest): string => {
  if (id !== '' || handles[route] === create || handles[route] === list) return id;
  return parseInput(olderBatchSchema, body).batchId;
};

/** Every route of bulk migration; for operators only. */
export const batchRoutes = (deps: BatchRouteDeps): Route =>
  adminOnly(async (request) => {
    const handle = handles[request.route];
    if (!handle) throw new Error(`No handle for ${request.route}: add it to batch-routes.ts.`);
    return handle(deps, { ...request, batchId: batchIdOf(request) });
  });
