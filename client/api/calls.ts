import type { Api } from './api.ts';
import type {
  AnnouncedUpload,
  Announcement,
  ClaimedSession,
  Download,
  Job,
  NewJob,
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
import type { CallOptions } from './retry.ts';

const at = (folder: string, id: string, rest = ''): string =>
  `/${folder}/${encodeURIComponent(id)}${rest}`;

const withQuery = (path: string, query: object): string => {
  const entries = Object.entries(query).filter(([, value]) => value !== undefined);
  return entries.length > 0
    ? `${path}?${new URLSearchParams(entries.map(([name, value]) => [name, String(value)]))}`
    : path;
};

/**
 * Every page of a list, one entry after the other; the next page is asked for when it is needed.
 */
async function* listPages<Entry, Name extends string>(
  api: Api,
  path: string,
  name: Name,
  query: object,
): AsyncGenerator<Entry> {
  let cursor: string | undefined;
  do {
    const page: Record<Name, Entry[]> & { cursor?: string } = await api.call({
      method: 'GET',
      path: withQuery(path, { ...query, cursor }),
    });
    yield* page[name];
    cursor = page.cursor;
  } while (cursor !== undefined);
}

const getUpload = (api: Api, uploadId: string, signal?: AbortSignal): Promise<Upload> =>
  api.call<Upload>({ method: 'GET', path: at('uploads', uploadId), signal });

/** What can be asked of the API about uploads, one method each. All throw `KeepsakeProblem`. */
export const uploadCalls = (api: Api) => ({
  /** One upload. */
  getUpload: (uploadId: string, signal?: AbortSignal) => getUpload(api, uploadId, signal),
  /** The caller's uploads, newest first. */
  listUploads: (query: UploadQuery = {}): AsyncGenerator<Upload> =>
    listPages<Upload, 'uploads'>(api, '/uploads', 'uploads', query),
  /** Where the file can be had for the next minutes; ask again rather than keep it. */
  downloadUrl: (uploadId: string) =>
    api.call<Download>({ method: 'GET', path: at('uploads', uploadId, '/download?format=json') }),
  /** Stores a small text (up to 1 MB) in one request. */
  uploadText: (text: TextUpload) =>
    api.call<Upload>({ method: 'POST', path: '/uploads/text', body: text }),
  /** Aborts what has not arrived, erases what has. */
  deleteUpload: (uploadId: string) =>
    api.call<void>({ method: 'DELETE', path: at('uploads', uploadId) }),
});

const post = { method: 'POST', repeatable: true, isStep: true } as const;
const get = { method: 'GET', isStep: true } as const;

/** The steps of an upload. A lost answer to an announcement leaves one that expires by itself. */
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

/** Sessions, orders and jobs, one method each. All throw `KeepsakeProblem`. */
export const otherCalls = (api: Api) => ({
  /** A new anonymous session; its token is told once. */
  createSession: () => api.call<Session>({ method: 'POST', path: '/sessions' }),
  /** Moves a session's uploads and orders to the logged-in caller. */
  claimSession: (token: string) =>
    api.call<ClaimedSession>({ method: 'POST', path: '/sessions/claim', body: { token } }),
  /** An order over the caller's uploads. */
  createOrder: (order: NewOrder) =>
    api.call<Order>({ method: 'POST', path: '/orders', body: order }),
  /** One order with its files. */
  getOrder: (orderId: string) => api.call<Order>({ method: 'GET', path: at('orders', orderId) }),
  /** Work for a worker, over uploads. */
  createJob: (job: NewJob) => api.call<Job>({ method: 'POST', path: '/jobs', body: job }),
  /** One job. */
  getJob: (jobId: string) => api.call<Job>({ method: 'GET', path: at('jobs', jobId) }),
  /** The caller's jobs, newest first. */
  listJobs: (query: { limit?: number } = {}): AsyncGenerator<Job> =>
    listPages<Job, 'jobs'>(api, '/jobs', 'jobs', query),
  /** The work is done; outputs are uploads by name. */
  finishJob: (jobId: string, outputs?: Record<string, string>) =>
    api.call<Job>({
      method: 'POST',
      path: at('jobs', jobId, '/finish'),
      body: outputs ? { outputs } : {},
    }),
  /** The work could not be done. */
  failJob: (jobId: string, reason: string) =>
    api.call<Job>({ method: 'POST', path: at('jobs', jobId, '/fail'), body: { reason } }),
});

/** The steps of an upload, as the code that uploads sees them. */
export type Steps = ReturnType<typeof stepCalls>;
