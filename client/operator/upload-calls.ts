import type { Api } from '../api/api.ts';
import { at, getPage, withQuery } from '../api/lists.ts';
import type {
  Attention,
  AuditEntry,
  AuditQuery,
  CleanUpReport,
  CleanUpRequest,
  EraseOwnerRequest,
  Erasure,
  FileUrl,
  HandedOver,
  HandOverUploadsRequest,
  Hold,
  HoldUploadRequest,
  Job,
  JobQuery,
  LookForOrphansRequest,
  OrphansFound,
  OverruleScanRequest,
  OwnedSession,
  OwnerErased,
  OwnerErasure,
  OwnerQuota,
  ReconciledOrders,
  ReconcileOrdersRequest,
  RecordErasure,
  SearchResult,
  StageAlarms,
  StageMetrics,
  Stats,
  StatsQuery,
  Upload,
  UploadListQuery,
} from './operator-types.ts';

/** Operators' calls about uploads. All throw `KeepsakeProblem`. */
export const operatorUploadCalls = (api: Api) => ({
  /** A page of uploads of all owners, newest first. */
  list: getPage<'uploads', Upload, UploadListQuery>(api, '/uploads'),
  get: (uploadId: string, signal?: AbortSignal) =>
    api.call<Upload>({ method: 'GET', path: at('uploads', uploadId), signal }),
  /** A URL of the file that works for some minutes. */
  downloadUrl: (uploadId: string, signal?: AbortSignal) =>
    api.call<FileUrl>({
      method: 'GET',
      path: withQuery(at('uploads', uploadId, '/download'), { format: 'json' }),
      signal,
    }),
  /** Asks for one upload to be kept without an order. */
  promote: (uploadId: string) =>
    api.call<Upload>({ method: 'POST', path: at('uploads', uploadId, '/promote') }),
  /** Aborts an upload that has not arrived, erases one that has. */
  erase: (uploadId: string) => api.call<void>({ method: 'DELETE', path: at('uploads', uploadId) }),
  /** Puts a legal hold on a kept file, or replaces the one it has. */
  hold: (uploadId: string, body: HoldUploadRequest) =>
    api.call<Hold>({ method: 'POST', path: at('uploads', uploadId, '/hold'), body }),
  /** Ends a legal hold. */
  release: (uploadId: string) =>
    api.call<void>({ method: 'DELETE', path: at('uploads', uploadId, '/hold') }),
  /** Lets a file go on where it stood before a scan held it back; the reason is audited. */
  overrule: (uploadId: string, body: OverruleScanRequest) =>
    api.call<Upload>({ method: 'POST', path: at('uploads', uploadId, '/overrule'), body }),
  /** Files on legal hold, soonest to end first. */
  held: (signal?: AbortSignal) =>
    api.call<{ holds: Hold[]; more: boolean }>({ method: 'GET', path: '/holds', signal }),
  /** Gives up to 100 uploads to other owners; `dryRun` says what would change. */
  handOver: (body: HandOverUploadsRequest) =>
    api.call<HandedOver>({ method: 'POST', path: '/uploads/owners', body }),
});

/** Operators' calls about jobs. All throw `KeepsakeProblem`. */
export const operatorJobCalls = (api: Api) => ({
  /** A page of all owners' jobs, newest first. A page may be short while it has a cursor. */
  list: getPage<'jobs', Job, JobQuery>(api, '/jobs'),
  get: (jobId: string, signal?: AbortSignal) =>
    api.call<Job>({ method: 'GET', path: at('jobs', jobId), signal }),
  /** Ends a running job as failed. */
  fail: (jobId: string, reason: string) =>
    api.call<Job>({ method: 'POST', path: at('jobs', jobId, '/fail'), body: { reason } }),
});

/** Operators' calls about everything that an owner has. All throw `KeepsakeProblem`. */
export const ownerCalls = (api: Api) => ({
  /**
   * Erases everything that an owner has up to now; `dryRun` only counts. Call again while `more`.
   * The stage itself continues with the records counted as `kept`.
   */
  erase: (body: EraseOwnerRequest) =>
    api.call<OwnerErased>({ method: 'POST', path: '/owners/erasure', body }),
  /** Sessions that an owner claimed and that are still on record, 1,000 at most. */
  sessions: (ownerId: string, signal?: AbortSignal) =>
    api.call<{ sessions: OwnedSession[]; more: boolean; unreadable?: string[] }>({
      method: 'GET',
      path: withQuery('/sessions', { ownerId }),
      signal,
    }),
  /** The latest request to erase an owner; throws a problem of status 404 if there is none. */
  erasure: (ownerId: string, signal?: AbortSignal) =>
    api.call<OwnerErasure>({
      method: 'GET',
      path: withQuery('/owners/erasure', { ownerId }),
      signal,
    }),
});

/** Operators' calls about the stage as a whole. All throw `KeepsakeProblem`. */
export const upkeepCalls = (api: Api) => ({
  /** How many files and bytes there are, by status, category, kind of owner and day. */
  stats: (query: StatsQuery = {}, signal?: AbortSignal) =>
    api.call<Stats>({ method: 'GET', path: withQuery('/stats', query), signal }),
  /**
   * Every record that a text leads to: any id, a payment, a permanent key, an old path, a
   * link's token or address, an owner.
   */
  search: (query: string, signal?: AbortSignal) =>
    api.call<SearchResult>({
      method: 'POST',
      path: '/search',
      body: { query },
      repeatable: true,
      signal,
    }),
  /** An owner's files and bytes in temporary storage, and their limits. */
  quota: (ownerId: string, signal?: AbortSignal) =>
    api.call<OwnerQuota>({ method: 'GET', path: withQuery('/quotas', { ownerId }), signal }),
  /** A page of what operators did, newest first. */
  audit: getPage<'entries', AuditEntry, AuditQuery>(api, '/audit'),
  /** A page of the erasure ledger, newest first. */
  erasures: getPage<'erasures', Erasure | RecordErasure>(api, '/erasures'),
  /** How many orders need a person, each kind up to 100. Failed ones count for `days` (7). */
  attention: (query: { days?: number } = {}, signal?: AbortSignal) =>
    api.call<Attention>({ method: 'GET', path: withQuery('/attention', query), signal }),
  /** Orders migrated and failed, and paid-to-kept times, of the last `hours` (24). */
  metrics: (query: { hours?: number } = {}, signal?: AbortSignal) =>
    api.call<StageMetrics>({ method: 'GET', path: withQuery('/metrics', query), signal }),
  /** Every alarm of the stage, ringing ones first. */
  alarms: (signal?: AbortSignal) =>
    api.call<StageAlarms>({ method: 'GET', path: '/alarms', signal }),
  /**
   * Repairs orders that wait too long; `dryRun` says what would come of it. Call again with
   * `cursor` while there is one.
   */
  reconcile: (body: ReconcileOrdersRequest) =>
    api.call<ReconciledOrders>({ method: 'POST', path: '/reconcile', body }),
  /**
   * Compares permanent storage with the records, and removes what nothing refers to; `dryRun` only
   * names it. Call again with `cursor` while there is one.
   */
  orphans: (body: LookForOrphansRequest) =>
    api.call<OrphansFound>({ method: 'POST', path: '/orphans', body }),
  /** Removes old uploads that nothing needs; `dryRun` only names them. Call again while `more`. */
  cleanUp: (body: CleanUpRequest) =>
    api.call<CleanUpReport>({ method: 'POST', path: '/cleanup', body }),
});
