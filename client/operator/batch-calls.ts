import type { Api } from '../api/api.ts';
import { at, getPage } from '../api/lists.ts';
import type {
  Batch,
  BatchFailures,
  BatchFile,
  BatchFileQuery,
  BatchQuery,
  CreateBatchRequest,
  RollbackBatchRequest,
} from './operator-types.ts';

/** Operators' calls about bulk migrations. All throw `KeepsakeProblem`. */
export const batchCalls = (api: Api) => ({
  /** A page of batches, newest first. */
  list: getPage<'batches', Batch, BatchQuery>(api, '/batches'),
  /** One batch with its counters. */
  get: (batchId: string, signal?: AbortSignal) =>
    api.call<Batch>({ method: 'GET', path: at('batches', batchId), signal }),
  /** A page of a batch's files, in its own order. */
  files: (batchId: string, query: BatchFileQuery = {}, signal?: AbortSignal) =>
    getPage<'files', BatchFile, BatchFileQuery>(api, at('batches', batchId, '/files'))(
      query,
      signal,
    ),
  /** Failed files by the code of their failure, most frequent first. */
  failures: (batchId: string, signal?: AbortSignal) =>
    api.call<BatchFailures>({ method: 'GET', path: at('batches', batchId, '/failures'), signal }),
  /** Puts a migration on record. Nothing moves until it is started. */
  create: (body: CreateBatchRequest) => api.call<Batch>({ method: 'POST', path: '/batches', body }),
  start: steer(api, 'start'),
  pause: steer(api, 'pause'),
  resume: steer(api, 'resume'),
  /** Ends a batch. Objects that were stored stay. */
  cancel: steer(api, 'cancel'),
  /** Compares every file with its record, by the checksum that S3 keeps or else by its bytes. */
  verify: steer(api, 'verify'),
  /** Removes what the batch wrote; without `apply` it looks only. See `lastTask`. */
  rollback: (batchId: string, body: RollbackBatchRequest = {}) =>
    api.call<Batch>({ method: 'POST', path: at('batches', batchId, '/rollback'), body }),
});

const steer =
  (api: Api, verb: string) =>
  (batchId: string): Promise<Batch> =>
    api.call({ method: 'POST', path: at('batches', batchId, `/${verb}`) });
