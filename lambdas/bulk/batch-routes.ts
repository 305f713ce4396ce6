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
import type { HttpAnswer, HttpRequest, Route } from '../shared/http.ts';
import { idempotent } from '../shared/idempotent.ts';
import type { RouteTable } from '../shared/serve-routes.ts';

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

const olderBatchSchema = z.looseObject({ batchId: idSchema('a batch') }, 'must be a JSON object');

const namedInPath = (request: HttpRequest): Asked => ({ ...request, batchId: request.id });

/** Some of the older paths name the batch in the body. */
const namedInBody = (request: HttpRequest): Asked => {
  const { batchId, ...body } = parseInput(olderBatchSchema, request.body);
  return { ...request, batchId, body };
};

/** Every route of bulk migration; the older paths say the same in other words. */
export const batchRoutes = (ports: () => BatchRouteDeps): RouteTable<'batches'> => {
  let deps: BatchRouteDeps | undefined;
  const to =
    (handle: Handle, asked = namedInPath) =>
    (): Route =>
    async (request) => {
      deps ??= ports();
      return handle(deps, asked(request));
    };
  return {
    'POST /batches': to(create),
    'GET /batches': to(list),
    'GET /batches/{id}': to(show),
    'GET /batches/{id}/files': to(files),
    'POST /batches/{id}/start': to(start),
    'POST /batches/{id}/resume': to(start),
    'POST /batches/{id}/pause': to(pause),
    'POST /batches/{id}/cancel': to(cancel),
    'POST /batches/{id}/verify': to(verify),
    'POST /batches/{id}/rollback': to(rollback),
    'POST /api/migration/batch': to(create),
    'GET /api/migration/batches': to(list),
    'GET /api/migration/progress/{id}': to(show),
    'GET /api/migration/batch/{id}/files': to(files),
    'POST /api/migration/process': to(start, namedInBody),
    'POST /api/migration/verify': to(verify, namedInBody),
    'POST /api/migration/rollback': to(rollback, namedInBody),
  };
};
