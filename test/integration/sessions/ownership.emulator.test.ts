import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RouteName } from '../../../core/route-functions.ts';
import { routes } from '../../../core/routes.ts';
import { announcement, someBytes, uploaded } from '../shared/sample-upload.ts';
import { type Answer, aVisitor, request, type Sent, type Visitor } from '../shared/visitor.ts';

type Ids = { uploadId: string; orderId: string; jobId: string };

const amount = { value: 10, currency: 'EUR' };
const orderOf = (uploadId: string) => ({
  amount,
  files: [{ uploadId, role: 'photo', required: true }],
});

/**
 * The way in which each route names a record of another owner; `undefined` for a route that names
 * none. A route without a row does not compile.
 */
const rows: Record<RouteName, ((ids: Ids) => Omit<Sent, 'method'>) | undefined> = {
  createSession: undefined,
  // Tokens are nobody's ids: test/integration/claims tries strangers on them.
  claimSession: undefined,
  createUpload: undefined,
  // Lists name nobody: test/integration/uploads/lists sees that they show nobody else's.
  listUploads: undefined,
  storeText: undefined,
  signParts: ({ uploadId }) => ({
    path: `/uploads/${uploadId}/parts`,
    body: { parts: [{ partNumber: 1 }] },
  }),
  listParts: ({ uploadId }) => ({ path: `/uploads/${uploadId}/parts` }),
  completeUpload: ({ uploadId }) => ({ path: `/uploads/${uploadId}/complete` }),
  getUpload: ({ uploadId }) => ({ path: `/uploads/${uploadId}` }),
  // Operators' routes answer everybody else alike, whatever they name.
  promoteUpload: undefined,
  handOverUploads: undefined,
  olderVideo: undefined,
  olderTranscriptText: undefined,
  olderTranscriptFile: undefined,
  olderDownload: ({ uploadId }) => ({ path: `/api/upload/${uploadId}/download` }),
  olderPromote: undefined,
  olderCleanUp: undefined,
  olderStats: undefined,
  trackUrl: ({ uploadId }) => ({ path: `/tracks/${uploadId}/audio/url` }),
  trackStream: ({ uploadId }) => ({ path: `/tracks/${uploadId}/audio/stream` }),
  olderTrackUrl: ({ uploadId }) => ({ path: `/api/v1/tracks/${uploadId}/audio/url` }),
  olderTrackStream: ({ uploadId }) => ({ path: `/api/v1/tracks/${uploadId}/audio/stream` }),
  // In use: a job runs over it.
  deleteUpload: ({ uploadId }) => ({ path: `/uploads/${uploadId}` }),
  cleanUp: undefined,
  getStats: undefined,
  countAttention: undefined,
  listAudit: undefined,
  readMetrics: undefined,
  listErasures: undefined,
  listWebhookEndpoints: undefined,
  listWebhookDeliveries: undefined,
  getWebhookDelivery: undefined,
  sendWebhookAgain: undefined,
  reconcileOrders: undefined,
  lookForOrphans: undefined,
  listAlarms: undefined,
  batchFailures: undefined,
  ownerQuota: undefined,
  eraseOwner: undefined,
  holdUpload: undefined,
  releaseUpload: undefined,
  listHolds: undefined,
  overruleScan: undefined,
  ownerErasure: undefined,
  listSessions: undefined,
  listDeadLetters: undefined,
  readDeadLetters: undefined,
  redriveDeadLetters: undefined,
  dropDeadLetters: undefined,
  search: undefined,
  listLinks: undefined,
  listOrderLinks: ({ orderId }) => ({ path: `/orders/${orderId}/links` }),
  retargetOrderLink: undefined,
  revokeOrderLink: undefined,
  createJob: ({ uploadId }) => ({ path: '/jobs', body: jobOf(uploadId) }),
  listJobs: undefined,
  getJob: ({ jobId }) => ({ path: `/jobs/${jobId}` }),
  finishJob: ({ jobId }) => ({ path: `/jobs/${jobId}/finish`, body: {} }),
  failJob: ({ jobId }) => ({ path: `/jobs/${jobId}/fail`, body: { reason: 'no such film' } }),
  createOrder: ({ uploadId }) => ({ path: '/orders', body: orderOf(uploadId) }),
  getOrder: ({ orderId }) => ({ path: `/orders/${orderId}` }),
  listOrders: undefined,
  orderTimeline: ({ orderId }) => ({ path: `/orders/${orderId}/timeline` }),
  // For operators, as the batches below.
  settlePayment: undefined,
  replaceOrderFile: undefined,
  retryOrder: undefined,
  compensateOrder: undefined,
  downloadUpload: ({ uploadId }) => ({ path: `/uploads/${uploadId}/download` }),
  downloadLegacyFile: undefined,
  downloadOrderFile: ({ orderId }) => ({ path: `/orders/${orderId}/files/photo` }),
  createLink: ({ orderId }) => ({ path: `/orders/${orderId}/links`, body: {} }),
  // Tokens are nobody's ids: test/integration/delivery tries strangers on them.
  retargetLink: undefined,
  revokeLink: undefined,
  followLink: undefined,
  linkQrSvg: undefined,
  linkQrPng: undefined,
  // For operators: the test below tries everybody else on them.
  createBatch: undefined,
  listBatches: undefined,
  getBatch: undefined,
  listBatchFiles: undefined,
  startBatch: undefined,
  pauseBatch: undefined,
  resumeBatch: undefined,
  cancelBatch: undefined,
  verifyBatch: undefined,
  rollbackBatch: undefined,
  olderCreateBatch: undefined,
  olderListBatches: undefined,
  olderProcess: undefined,
  olderProgress: undefined,
  olderBatchFiles: undefined,
  olderVerify: undefined,
  olderRollback: undefined,
};

/**
 * Routes that name something below an order. Strangers are tried on them in
 * test/core/delivery/link-by-id and test/core/sessions/machine-keys.
 */
const belowAnOrder: readonly RouteName[] = [
  'settlePayment',
  'replaceOrderFile',
  'retargetOrderLink',
  'revokeOrderLink',
];

const jobOf = (uploadId: string) => ({
  title: 'Cut',
  inputs: { video: uploadId },
  onFinish: { inputs: 'keep', outputs: 'keep' },
});

const naming = (Object.keys(routes) as RouteName[]).filter((name) => rows[name]);
const unknown = (prefix: string): string => `${prefix}_${randomUUID().replaceAll('-', '')}`;
const nobodys: Ids = { uploadId: unknown('upl'), orderId: unknown('ord'), jobId: unknown('job') };

let owner: Visitor;
let stranger: Visitor;
let owned: Ids;
beforeAll(async () => {
  [owner, stranger] = await Promise.all([aVisitor(), aVisitor()]);
  const { uploadId } = await uploaded(owner);
  const { orderId } = (await owner.post('/orders', orderOf(uploadId))).body;
  owned = { uploadId, orderId, jobId: (await owner.post('/jobs', jobOf(uploadId))).body.jobId };
});

const call = (name: RouteName, ids: Ids, token: string | undefined): Promise<Answer> =>
  request({
    method: routes[name].method,
    token,
    ...(rows[name]?.(ids) ?? { path: routes[name].path }),
  });

/** Everything a client can see, with the id it sent itself blotted out. */
const seen = ({ status, headers, text }: Answer, ids: Ids) => ({
  status,
  headers: [...headers].filter(
    ([name]) => !['date', 'x-amzn-requestid', 'apigw-requestid'].includes(name.toLowerCase()),
  ),
  text: text
    .replaceAll(ids.uploadId, '<upload>')
    .replaceAll(ids.orderId, '<order>')
    .replaceAll(ids.jobId, '<job>'),
});

describe('the two-user matrix', () => {
  it('has a row for every route', () => {
    expect(Object.keys(rows).sort()).toEqual(Object.keys(routes).sort());
  });

  it('names something in every route with an id', () => {
    const withId = (Object.keys(routes) as RouteName[]).filter(
      (name) => routes[name].access === 'owner' && routes[name].path.includes('{id}'),
    );
    expect(withId.filter((name) => !rows[name])).toEqual(belowAnOrder);
  });

  it.each(naming)(
    '%s: somebody else’s id answers byte for byte like one that does not exist',
    async (name) => {
      const theirs = await call(name, owned, stranger.token);
      const none = await call(name, nobodys, stranger.token);
      expect(seen(theirs, owned)).toEqual(seen(none, nobodys));
      expect([400, 404]).toContain(theirs.status);
    },
  );

  it.each(naming)('%s: the owner is not taken for a stranger', async (name) => {
    expect([401, 403, 404]).not.toContain((await call(name, owned, owner.token)).status);
  });

  it('leaves the owner’s things as they were', async () => {
    const before = (await owner.get(`/uploads/${owned.uploadId}`)).body;
    for (const name of naming) await call(name, owned, stranger.token);
    expect((await owner.get(`/uploads/${owned.uploadId}`)).body).toEqual(before);
  });

  it('gives what is created to who created it: no body names another owner', async () => {
    const asked = announcement(someBytes());
    const refused = await stranger.post('/uploads', { ...asked, ownerId: 'ses_somebody' });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ field: 'ownerId' }] } });
    const { body } = await stranger.post('/uploads', asked);
    expect((await owner.get(`/uploads/${body.uploadId}`)).status).toBe(404);
    expect((await stranger.get(`/uploads/${body.uploadId}`)).status).toBe(200);
  });
});
