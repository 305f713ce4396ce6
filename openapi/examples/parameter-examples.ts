import type { RouteName } from '../../core/route-functions.ts';
import { ids } from './ids.ts';

const named: Readonly<Record<string, string>> = {
  linkId: ids.link,
  paymentId: ids.payment,
  role: 'photo',
  token: ids.linkToken,
};

/** The kind of record that `{id}` names, by how the path begins. */
const things: readonly (readonly [RegExp, string])[] = [
  [/^\/orders\//, ids.order],
  [/^\/jobs\//, ids.job],
  [/^\/(batches|api\/migration)\//, ids.batch],
  [/^\/dead-letters\//, ids.queue],
  [/^\/webhook-deliveries\//, ids.delivery],
];

/** A value of one parameter of a path; `{id}` is an upload's unless the path says otherwise. */
export const pathExample = (path: string, parameter: string): string =>
  named[parameter] ?? things.find(([begin]) => begin.test(path))?.[1] ?? ids.photo;

const page = { limit: '25' };
const days = { from: '2030-01-01T00:00:00Z', to: '2030-02-01T00:00:00Z' };
const asJson = { format: 'json' };
const smaller = { ...asJson, variant: 'thumbnail' };

/** A query that each route with a query accepts. A cursor is an answer's to give. */
export const queryExamples: Partial<Record<RouteName, Readonly<Record<string, string>>>> = {
  listUploads: {
    ...page,
    category: 'photo',
    status: 'uploaded',
    partnerId: 'north-lab',
    ...days,
    ownerId: ids.owner,
    expiringBefore: '2030-02-01T00:00:00Z',
    legacyPath: '/var/media/holiday.jpg',
  },
  getStats: { days: '30', category: 'photo' },
  ownerErasure: { ownerId: ids.owner },
  listSessions: { ownerId: ids.owner },
  ownerQuota: { ownerId: ids.owner },
  readDeadLetters: page,
  listAudit: { ...page, actor: ids.owner, subject: ids.order, ...days },
  countAttention: { days: '7' },
  readMetrics: { hours: '24' },
  listErasures: page,
  listWebhookDeliveries: { ...page, endpoint: 'shop', status: 'failed', subject: ids.order },
  listJobs: { ...page, ownerId: ids.owner, status: 'running' },
  listOrders: { ...page, ownerId: ids.owner, status: 'completed', ...days },
  downloadUpload: smaller,
  downloadLegacyFile: { path: '/var/media/holiday.jpg', ...smaller },
  downloadOrderFile: smaller,
  listLinks: { ...page, ownerId: ids.owner },
  linkQrSvg: { size: '512' },
  linkQrPng: { size: '512' },
  listBatches: { ...page, status: 'running' },
  listBatchFiles: { ...page, status: 'failed' },
  olderDownload: smaller,
  olderCleanUp: { hours: '48', dry_run: 'true' },
  olderStats: { days: '30', category: 'photo' },
  olderListBatches: { ...page, status: 'running' },
  olderBatchFiles: { ...page, status: 'failed' },
};
