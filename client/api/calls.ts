import type { Api } from './api.ts';
import type {
  AnnouncedUpload,
  Announcement,
  ClaimedSession,
  CreatedLink,
  Download,
  Job,
  NewJob,
  NewLink,
  NewOrder,
  Order,
  PartToSign,
  PresentParts,
  Session,
  SignedParts,
  TextUpload,
  Upload,
  UploadQuery,
} from './api-types.ts';
import { at, everyEntry, getPage } from './lists.ts';
import type { CallOptions } from './retry.ts';

/** The API's calls about uploads, one method each. All throw `KeepsakeProblem`. */
export const uploadCalls = (api: Api) => ({
  /** One upload. */
  getUpload: (uploadId: string, signal?: AbortSignal) => getUpload(api, uploadId, signal),
  /** The caller's uploads, newest first. */
  listUploads: (query: UploadQuery = {}): AsyncGenerator<Upload> =>
    everyEntry('uploads', getPage<'uploads', Upload>(api, '/uploads'), query),
  /** A URL of the file, valid for some minutes. Get a new one rather than keep it. */
  downloadUrl: (uploadId: string) =>
    api.call<Download>({ method: 'GET', path: at('uploads', uploadId, '/download?format=json') }),
  /** Stores a small text (up to 1 MB) in one request. */
  uploadText: (text: TextUpload) =>
    api.call<Upload>({ method: 'POST', path: '/uploads/text', body: text }),
  /** Aborts an upload that has not arrived, erases one that has. */
  deleteUpload: (uploadId: string) =>
    api.call<void>({ method: 'DELETE', path: at('uploads', uploadId) }),
});

const getUpload = (api: Api, uploadId: string, signal?: AbortSignal): Promise<Upload> =>
  api.call<Upload>({ method: 'GET', path: at('uploads', uploadId), signal });

const post = { method: 'POST', repeatable: true, isStep: true } as const;
const get = { method: 'GET', isStep: true } as const;

/** The steps of an upload. An announcement whose answer is lost expires on the server. */
export const stepCalls = (api: Api) => ({
  announce: (body: Announcement, { signal, onWait }: CallOptions = {}) =>
    api.call<AnnouncedUpload>({ ...post, path: '/uploads', body, signal, onWait }),
  signParts: (uploadId: string, parts: PartToSign[], { signal, onWait }: CallOptions = {}) =>
    api.call<SignedParts>({
      ...post,
      path: at('uploads', uploadId, '/parts'),
      body: { parts },
      isKnown: true,
      signal,
      onWait,
    }),
  presentParts: (uploadId: string, { signal, onWait }: CallOptions = {}) =>
    api.call<PresentParts>({
      ...get,
      path: at('uploads', uploadId, '/parts'),
      isKnown: true,
      signal,
      onWait,
    }),
  complete: (uploadId: string, body: { sha256?: string }, { signal, onWait }: CallOptions = {}) =>
    api.call<Upload>({
      ...post,
      path: at('uploads', uploadId, '/complete'),
      body,
      isKnown: true,
      signal,
      onWait,
    }),
  /** An upload of an earlier run; 404 if it is gone. */
  findUpload: (uploadId: string, { signal, onWait }: CallOptions = {}) =>
    api.call<Upload>({ ...get, path: at('uploads', uploadId), signal, onWait }),
  /** An upload of this run. */
  getUpload: (uploadId: string, { signal, onWait }: CallOptions = {}) =>
    api.call<Upload>({ ...get, path: at('uploads', uploadId), isKnown: true, signal, onWait }),
});

/** The calls about sessions, orders, links and jobs. All throw `KeepsakeProblem`. */
export const otherCalls = (api: Api) => ({
  /** Creates an anonymous session. Only this answer contains its token. */
  createSession: () => api.call<Session>({ method: 'POST', path: '/sessions', isChallenged: true }),
  /** Moves a session's uploads and orders to the signed-in caller. */
  claimSession: (token: string) =>
    api.call<ClaimedSession>({ method: 'POST', path: '/sessions/claim', body: { token } }),
  /** Creates an order over the caller's uploads. */
  createOrder: (order: NewOrder) =>
    api.call<Order>({ method: 'POST', path: '/orders', body: order, isChallenged: true }),
  /** One order with its files. */
  getOrder: (orderId: string) => api.call<Order>({ method: 'GET', path: at('orders', orderId) }),
  /**
   * Makes a permalink to a paid order, or to one of its files. Only this answer holds the link; 409
   * while the order is not paid.
   */
  createLink: (orderId: string, link: NewLink = {}) =>
    api.call<CreatedLink>({ method: 'POST', path: at('orders', orderId, '/links'), body: link }),
  /** Creates a job: work over uploads for a worker. */
  createJob: (job: NewJob) => api.call<Job>({ method: 'POST', path: '/jobs', body: job }),
  /** One job. */
  getJob: (jobId: string) => api.call<Job>({ method: 'GET', path: at('jobs', jobId) }),
  /** The caller's jobs, newest first. */
  listJobs: (query: { limit?: number } = {}): AsyncGenerator<Job> =>
    everyEntry('jobs', getPage<'jobs', Job>(api, '/jobs'), query),
  /** Reports that the work is done. Outputs are upload ids by name. */
  finishJob: (jobId: string, outputs?: Record<string, string>) =>
    api.call<Job>({
      method: 'POST',
      path: at('jobs', jobId, '/finish'),
      body: outputs ? { outputs } : {},
    }),
  /** Reports that the work could not be done. */
  failJob: (jobId: string, reason: string) =>
    api.call<Job>({ method: 'POST', path: at('jobs', jobId, '/fail'), body: { reason } }),
});

/** The steps of an upload. */
export type Steps = ReturnType<typeof stepCalls>;
