import type { AuditEntry, Link, OrderTimeline } from '@keepsake/client/operator';
import type { CannedApi } from '../canned-api.ts';
import { failedTimeline } from './orders.ts';
import { answerOverview, runningBatch, sampleAlarm } from './overview.ts';
import {
  sampleBatch,
  sampleBatchFile,
  sampleErasure,
  sampleJob,
  sampleStats,
  sampleUpload,
} from './uploads.ts';
import { answerEndpoints, sampleDelivery, sampleDeliverySummary } from './webhooks.ts';

/** A screen with its answers. `shows` is there once all of them are shown. */
export type ScreenSample = {
  path: string;
  shows: string;
  answer: (api: CannedApi) => unknown;
  /** False: no text from outside is on it, and it asks for nothing by itself. */
  hasNames?: false;
};

const at = '2030-01-01T12:00:00.000Z';

const order = (name: string): OrderTimeline => {
  const cause = { code: 'unknown_cause', message: name, role: name };
  const plain = failedTimeline();
  return {
    ...plain,
    ownerId: name,
    failure: cause,
    migration: { ...plain.migration, error: cause },
    files: plain.files.map((file, index) => ({ ...file, role: `${index}${name}`, failure: cause })),
    events: plain.events.map((event) => ({ ...event, paymentId: name, cause })),
    attempts: [{ attempt: 1, runs: [name], cause }],
    undone: [{ role: name, permanentKey: name, versionId: 'v1', at }],
    outstanding: [
      { who: 'operator', what: 'remove_copies', roles: [name] },
      { who: 'operator', what: 'review_payment', paymentId: name },
    ],
  };
};

const link = (role: string): Link => ({
  linkId: 'lnk_1',
  orderId: 'ord_1',
  role,
  state: 'live',
  createdAt: at,
  expiresAt: '2035-01-01T12:00:00.000Z',
});

const upload = (name: string) =>
  sampleUpload({
    ownerId: name,
    category: name,
    fileName: name,
    partnerId: name,
    key: `temp/upl_1/${name}`,
  });

const batch = (name: string) => {
  const parts = { source: name, target: name, category: name, ownerId: name, createdBy: name };
  const result = { removed: 1 };
  const lastTask = {
    task: 'verify' as const,
    startedAt: at,
    finishedAt: at,
    result,
    problems: [name],
  };
  return sampleBatch({ ...parts, reason: name, lastTask });
};

const job = (name: string) =>
  sampleJob({
    ownerId: name,
    title: name,
    description: name,
    tags: [name],
    inputs: { [name]: 'upl_1' },
  });

const act = (name: string): AuditEntry => ({
  entryId: 'act_1',
  at,
  actor: name,
  action: 'retryOrder',
  subject: 'ord_1',
  outcome: 'refused',
  problem: name,
});

const message = (name: string) => ({
  messageId: 'msg_1',
  sentAt: at,
  body: name,
  errorCode: 'Failed',
  errorMessage: name,
});

/** Screens of the daily work, with this text in place of every one that comes from outside. */
const work = (name: string): ScreenSample[] => [
  {
    path: '/',
    shows: 'Kept for good',
    answer: (api) =>
      answerOverview(api)
        .answer('GET /batches', { body: { batches: [{ ...runningBatch, source: name }] } })
        .answer('GET /alarms', { body: { alarms: [sampleAlarm(name)], unknown: [name] } })
        .answer('GET /dead-letters', { body: { queues: [] } }),
  },
  {
    path: '/orders',
    shows: 'ord_failed',
    answer: (api) => {
      const { files, events, attempts, undone, outstanding, failure, ...summary } = order(name);
      return api.answer('GET /orders', { body: { orders: [summary] } });
    },
  },
  {
    path: '/orders/ord_failed',
    shows: 'lnk_1',
    answer: (api) =>
      api
        .answer('GET /orders/ord_failed/timeline', { body: order(name) })
        .answer('GET /orders/ord_failed/links', { body: { links: [link(name)] } }),
  },
  {
    path: '/uploads',
    shows: 'upl_1',
    answer: (api) => api.answer('GET /uploads', { body: { uploads: [upload(name)] } }),
  },
  {
    path: '/uploads/upl_1',
    shows: 'Announced',
    answer: (api) => api.answer('GET /uploads/upl_1', { body: upload(name) }),
  },
  {
    path: '/links?order=ord_1',
    shows: 'lnk_1',
    answer: (api) => api.answer('GET /orders/ord_1/links', { body: { links: [link(name)] } }),
  },
  {
    path: `/find#${encodeURIComponent(name)}`,
    shows: 'ord_1',
    answer: (api) =>
      api.answer('POST /search', {
        body: {
          matches: [
            { kind: 'order', id: 'ord_1', by: 'payment' },
            { kind: 'owner', id: name, by: 'id' },
          ],
        },
      }),
  },
  { path: '/me', shows: 'What you may do', answer: () => undefined, hasNames: false },
];

/** Screens of upkeep, likewise. */
const upkeep = (name: string): ScreenSample[] => [
  {
    path: '/batches',
    shows: 'bat_1',
    answer: (api) => api.answer('GET /batches', { body: { batches: [batch(name)] } }),
  },
  { path: '/batches/new', shows: 'Source bucket', answer: () => undefined, hasNames: false },
  {
    path: '/batches/bat_1',
    shows: 'Path',
    answer: (api) => {
      const failure = { code: 'SourceChanged', message: name };
      const files = [sampleBatchFile({ path: name, failure })];
      const example = { recordId: 'rec_1', path: name, message: name };
      const failures = [{ code: name, files: 1, example }];
      return api
        .answer('GET /batches/bat_1/failures', { body: { failures, more: false } })
        .answer('GET /batches/bat_1', { body: batch(name) })
        .answer('GET /batches/bat_1/files', { body: { files } });
    },
  },
  {
    path: '/jobs',
    shows: 'job_1',
    answer: (api) => api.answer('GET /jobs', { body: { jobs: [job(name)] } }),
  },
  {
    path: '/jobs/job_1',
    shows: 'At its end',
    answer: (api) => api.answer('GET /jobs/job_1', { body: job(name) }),
  },
  {
    path: '/webhooks',
    shows: 'OrderMigrationCompleted',
    answer: (api) =>
      answerEndpoints(api, name).answer('GET /webhook-deliveries', {
        body: { deliveries: [sampleDeliverySummary(name)] },
      }),
  },
  {
    path: '/webhooks/shop.evt_1',
    shows: 'What was sent',
    answer: (api) =>
      api.answer('GET /webhook-deliveries/shop.evt_1', { body: sampleDelivery(name) }),
  },
  {
    path: '/dead-letters',
    shows: 'Messages, about',
    answer: (api) =>
      api.answer('GET /dead-letters', {
        body: { queues: [{ queue: name, messages: 3, goesBack: true }] },
      }),
  },
  {
    path: `/dead-letters/${encodeURIComponent(name)}`,
    shows: 'Send all back',
    answer: (api) =>
      api.answer('GET /dead-letters/*', {
        body: { queue: name, messages: [message(name)], more: false },
      }),
  },
  { path: '/maintenance', shows: 'Old uploads', answer: () => undefined, hasNames: false },
  {
    path: '/storage?owner=usr_1',
    shows: 'Held in temporary storage',
    answer: (api) => {
      const stats = sampleStats();
      const amount = { files: 3, bytes: 1024 };
      return api
        .answer('GET /stats', { body: { ...stats, byCategory: { [name]: stats.total } } })
        .answer('GET /erasures', { body: { erasures: [sampleErasure(name)] } })
        .answer('GET /quotas', { body: { ownerId: 'usr_1', held: amount, limit: amount } });
    },
  },
  {
    path: '/audit',
    shows: 'To what',
    answer: (api) => api.answer('GET /audit', { body: { entries: [act(name)] } }),
  },
];

/** Every screen by the section of the console, with this text where one comes from outside. */
export const everyScreen = (name: string) => ({ work: work(name), upkeep: upkeep(name) });
