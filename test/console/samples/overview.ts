import type { Attention, Batch, StageAlarms, StageMetrics, Stats } from '@keepsake/client/operator';
import type { CannedApi } from '../canned-api.ts';
import { noCounts } from './uploads.ts';

const count = (figure: number, more = false) => ({ count: figure, more });

const attention: Attention = {
  days: 30,
  orders: {
    failed: count(3),
    compensation_failed: count(1),
    stuck: count(0),
    payment_held: count(100, true),
  },
};

/** A bulk migration that runs. */
export const runningBatch: Batch = {
  batchId: 'bat_1',
  status: 'running',
  dryRun: false,
  listed: true,
  shards: 1,
  createdBy: 'usr_1',
  createdAt: '2030-01-01T12:00:00.000Z',
  updatedAt: '2030-01-01T12:00:00.000Z',
  source: 's3://legacy/photos/',
  target: 's3://files/',
  atomic: false,
  counts: { ...noCounts, failed: { files: 18, bytes: 1_000 } },
  total: { files: 100_000, bytes: 1_000_000 },
  percent: 62,
};

const stats: Stats = {
  total: { files: 1_200, bytes: 500_000_000_000 },
  byStatus: { permanent: { files: 1_000, bytes: 400_000_000_000 } },
  byCategory: {},
  byOwnerType: {},
  byDay: {},
  permanentByDay: {},
};

/** A day's figures; CloudWatch answered for all but one. */
export const sampleMetrics: StageMetrics = {
  from: '2030-01-01T12:00:00.000Z',
  to: '2030-01-02T12:00:00.000Z',
  migrated: 1_204,
  failed: 3,
  paidToKeptP50Ms: 4_120,
  unknown: [{ figure: 'paidToKeptP95Ms', why: 'no_answer' }],
};

/** An alarm that rings. */
export const sampleAlarm = (text = 'Orders fail.'): StageAlarms['alarms'][number] => ({
  name: 'orders-failing',
  state: 'ringing',
  since: '2030-01-02T11:00:00.000Z',
  means: text,
  runbook: 'https://runbook.example.com/#orders-failing',
});

/** Answers to the overview's requests. */
export const answerOverview = (api: CannedApi): CannedApi =>
  api
    .answer('GET /attention', { body: attention })
    .answer('GET /metrics', { body: sampleMetrics })
    .answer('GET /alarms', { body: { alarms: [sampleAlarm()], unknown: [] } })
    .answer('GET /batches', { body: { batches: [runningBatch] } })
    .answer('GET /stats', { body: stats });
