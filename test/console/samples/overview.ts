import type { Attention, Batch, Stats } from '@keepsake/client/operator';
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
};

/** What the overview asks. */
export const answerOverview = (api: CannedApi): CannedApi =>
  api
    .answer('GET /attention', { body: attention })
    .answer('GET /batches', { body: { batches: [runningBatch] } })
    .answer('GET /stats', { body: stats });
