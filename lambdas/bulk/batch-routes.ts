import { getBatch, listBatches, listBatchFiles } from '../../core/bulk/list-batches.ts';
import type { Batch } from '../../core/bulk/model/batch.ts';
import type { Batches, BulkRuns } from '../../core/bulk/ports.ts';
import { requestBatch } from '../../core/bulk/request-batch.ts';
import { requestFiles } from '../../core/bulk/request-files.ts';
import {
  requestRollback,
  requestVerification,
  startBatch,
} from '../../core/bulk/start-batch-work.ts';
import { cancelBatch, pauseBatch } from '../../core/bulk/steer-batch.ts';
import type { AnswerOnceDeps } from '../../core/shared/answer-once.ts';
import { answers, byId, type HttpAnswer, type HttpRequest, type Route } from '../shared/http.ts';
import { idempotent } from '../shared/idempotent.ts';
import type { RouteTable } from '../shared/serve-routes.ts';
import {
  assertNothingElse,
  batchIn,
  namesFiles,
  olderRollback,
  withOlderId,
} from './older-batch.ts';

export type BatchRouteDeps = Parameters<typeof requestFiles>[0] &
  AnswerOnceDeps & { batches: Batches; runs: BulkRuns };

type Handle<Asked = HttpRequest> = (deps: BatchRouteDeps, asked: Asked) => Promise<HttpAnswer>;
type OfBatch = HttpRequest & { batchId: string };
type HandleOne = Handle<OfBatch>;

const view = async (
  deps: BatchRouteDeps,
  status: number,
  { batchId }: Pick<Batch, 'batchId'>,
): Promise<HttpAnswer> => ({
  status,
  body: await getBatch(deps, batchId),
});

const createBy =
  (request: typeof requestFiles): Handle =>
  (deps, asked) =>
    idempotent(deps, async ({ caller, body }, ids) =>
      view(deps, 201, await request({ ...deps, ids }, caller, body)),
    )(asked);
const create = createBy(requestBatch);

const list: Handle = answers((deps, { query }) => listBatches(deps, query));

const files: HandleOne = answers((deps, { batchId, query }) =>
  listBatchFiles(deps, batchId, query),
);

/** Every route of bulk migration; the older paths say the same in other words. */
export const batchRoutes = (ports: () => BatchRouteDeps): RouteTable<'batches'> => {
  let deps: BatchRouteDeps | undefined;
  const to = (handle: Handle) => (): Route => async (request) => {
    deps ??= ports();
    return handle(deps, request);
  };
  return {
    'POST /batches': to(create),
    'GET /batches': to(list),
    'GET /batches/{id}': to(inPath(show)),
    'GET /batches/{id}/files': to(inPath(files)),
    'POST /batches/{id}/start': to(inPath(start)),
    'POST /batches/{id}/resume': to(inPath(start)),
    'POST /batches/{id}/pause': to(inPath(pause)),
    'POST /batches/{id}/cancel': to(inPath(cancel)),
    'POST /batches/{id}/verify': to(inPath(verify)),
    'POST /batches/{id}/rollback': to(inPath(rollback)),
    'POST /api/migration/batch': to(older(createOlder)),
    'GET /api/migration/batches': to(list),
    'GET /api/migration/progress/{id}': to(older(inPath(show))),
    'GET /api/migration/batch/{id}/files': to(inPath(files)),
    'POST /api/migration/process': to(older(inBody(alone(start)))),
    'POST /api/migration/verify': to(older(inBody(alone(verify)))),
    'POST /api/migration/rollback': to(older(inBody(rollbackOlder))),
  };
};

/** The batch that the path names. */
const inPath =
  (handle: HandleOne): Handle =>
  (deps, request) =>
    byId((asked) => handle(deps, { ...asked, batchId: asked.id }))(request);

const show: HandleOne = (deps, { batchId }) => view(deps, 200, { batchId });

const start: HandleOne = async (deps, { batchId }) =>
  view(deps, 202, await startBatch(deps, batchId));
const pause: HandleOne = async (deps, { batchId, caller }) =>
  view(deps, 200, await pauseBatch(deps, batchId, caller.ownerId));
const cancel: HandleOne = async (deps, { batchId, caller }) =>
  view(deps, 200, await cancelBatch(deps, batchId, caller.ownerId));
const verify: HandleOne = async (deps, { batchId }) =>
  view(deps, 202, await requestVerification(deps, batchId));
const rollback: HandleOne = async (deps, { batchId, body }) =>
  view(deps, 202, await requestRollback(deps, batchId, body));

/** What an older path answers: one batch, by its older id as well. */
const older =
  (handle: Handle): Handle =>
  async (deps, request) =>
    withOlderId(await handle(deps, request));

const createOlder: Handle = (deps, asked) =>
  createBy(namesFiles(asked.body) ? requestFiles : requestBatch)(deps, asked);

/** Some of the older paths name the batch in the body. */
const inBody =
  (handle: HandleOne): Handle =>
  async (deps, request) =>
    handle(deps, { ...request, ...batchIn(request.body) });

const alone =
  (handle: HandleOne): HandleOne =>
  (deps, asked) => {
    assertNothingElse(asked.body);
    return handle(deps, asked);
  };

const rollbackOlder: HandleOne = (deps, asked) =>
  rollback(deps, { ...asked, body: olderRollback(asked.body) });
