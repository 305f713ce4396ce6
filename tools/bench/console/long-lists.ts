import { CannedApi } from '../../../test/console/canned-api.ts';
import { failedOrder, sampleOrder } from '../../../test/console/samples/orders.ts';
import {
  answerOverview,
  runningBatch,
  sampleAlarm,
} from '../../../test/console/samples/overview.ts';
import {
  sampleBatch,
  sampleBatchFile,
  sampleJob,
  sampleUpload,
} from '../../../test/console/samples/uploads.ts';
import { answerEndpoints, sampleDeliverySummary } from '../../../test/console/samples/webhooks.ts';

/** Records behind every list. */
export const records = 10_000;

const at = '2030-01-01T12:00:00.000Z';

type Page = { name: string; entryOf: (index: number, round: number) => unknown };

const momentOf = (round: number): string => new Date(Date.parse(at) + round * 1_000).toISOString();

const lists: Readonly<Record<string, Page>> = {
  'GET /orders': {
    name: 'orders',
    entryOf: (index, round) => ({
      ...(index % 7 === 0 ? failedOrder() : sampleOrder()),
      orderId: `ord_${index}`,
      updatedAt: momentOf(round),
    }),
  },
  'GET /uploads': {
    name: 'uploads',
    entryOf: (index, round) =>
      sampleUpload({ uploadId: `upl_${index}`, updatedAt: momentOf(round) }),
  },
  'GET /jobs': { name: 'jobs', entryOf: (index) => sampleJob({ jobId: `job_${index}` }) },
  'GET /audit': {
    name: 'entries',
    entryOf: (index, round) => ({
      entryId: `aud_${index}`,
      at: momentOf(round),
      actor: 'usr_1',
      action: 'retryOrder',
      subject: `ord_${index}`,
      outcome: 'done',
    }),
  },
  'GET /batches/bat_1/files': {
    name: 'files',
    entryOf: (index) => sampleBatchFile({ path: `photos/${index}.jpg` }),
  },
  'GET /webhook-deliveries': {
    name: 'deliveries',
    entryOf: (index, round) =>
      sampleDeliverySummary('HTTP', { deliveryId: `shop.evt_${index}`, at: momentOf(round) }),
  },
};

const amount = { files: 1_000, bytes: 1_000_000_000 };

/** A canned API with long lists behind every page. */
export const longLists = (): CannedApi => {
  const api = new CannedApi();
  for (const [route, page] of Object.entries(lists)) answerPages(api, route, page);
  answerLargeStage(api);
  return answerEndpoints(api);
};

/** A list as the API cuts it. `round` counts answers, so that renewed entries differ. */
const answerPages = (api: CannedApi, route: string, { name, entryOf }: Page): void => {
  let round = 0;
  api.answer(route, ({ query }) => {
    round += 1;
    const [start, limit] = [Number(query.get('cursor') ?? 0), Number(query.get('limit') ?? 25)];
    const entries = Array.from({ length: limit }, (_, index) => entryOf(start + index, round));
    const next = start + limit < records ? { cursor: String(start + limit) } : {};
    return { body: { [name]: entries, ...next } };
  });
};

/** A stage with much of everything: 300 alarms, 40 queues, 50 running batches, a year of days. */
const answerLargeStage = (api: CannedApi): void => {
  const days = many(366, (day) => new Date(Date.UTC(2029, 0, 1 + day)).toISOString().slice(0, 10));
  const byDay = Object.fromEntries(days.map((day) => [day, amount]));
  const categories = many(40, (index) => [`category-${index}`, amount] as const);
  answerOverview(api)
    .answer('GET /stats', {
      body: {
        total: amount,
        byStatus: { permanent: amount },
        byCategory: Object.fromEntries(categories),
        byOwnerType: { user: amount },
        byDay,
        permanentByDay: byDay,
      },
    })
    .answer('GET /alarms', {
      body: {
        alarms: many(300, (index) => ({ ...sampleAlarm(), name: `alarm-${index}` })),
        unknown: [],
      },
    })
    .answer('GET /batches', {
      body: { batches: many(50, (index) => ({ ...runningBatch, batchId: `bat_${index}` })) },
    })
    .answer('GET /batches/bat_1', { body: sampleBatch() })
    .answer('GET /erasures', { body: { erasures: [] } })
    .answer('GET /dead-letters', {
      body: {
        queues: many(40, (index) => ({ queue: `queue-${index}`, messages: 3, goesBack: true })),
      },
    });
};

const many = <Entry>(count: number, entryOf: (index: number) => Entry): Entry[] =>
  Array.from({ length: count }, (_, index) => entryOf(index));
