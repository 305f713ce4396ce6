import { ids } from './ids.ts';

const at = '2030-01-01T12:00:00.000Z';
const later = '2030-01-01T12:10:00.000Z';
const none = { files: 0, bytes: 0 };
const one = { files: 1, bytes: 2_481_152 };
const count = (figure: number) => ({ count: figure, more: false });

const runningBatch = {
  batchId: ids.batch,
  status: 'running',
  dryRun: false,
  listed: true,
  shards: 1,
  createdBy: ids.owner,
  createdAt: at,
  startedAt: at,
  updatedAt: later,
  source: 's3://legacy-media/photos/',
  target: 's3://files/photos/',
  ownerId: ids.owner,
  category: 'photo',
  atomic: false,
  counts: {
    planned: none,
    transferred: { files: 98, bytes: 243_152_896 },
    skipped: none,
    failed: { files: 2, bytes: 4_962_304 },
    changed: none,
    rolled_back: none,
  },
  total: { files: 100, bytes: 248_115_200 },
  percent: 100,
};

const batch = { ...runningBatch, status: 'completed_with_errors', finishedAt: later };

const newBatch = {
  batchId: ids.batch,
  status: 'pending',
  dryRun: false,
  listed: false,
  shards: 1,
  createdBy: ids.owner,
  createdAt: at,
  updatedAt: at,
  source: batch.source,
  target: batch.target,
  category: 'photo',
  atomic: false,
  counts: { ...batch.counts, transferred: none, failed: none },
  total: none,
  percent: 0,
};

const batchBeingVerified = { ...batch, lastTask: { task: 'verify', startedAt: later } };
const batchBeingRolledBack = {
  ...batch,
  status: 'rolling_back',
  lastTask: { task: 'rollback', startedAt: later },
};

const asOlder = <Shown extends { batchId: string }>(shown: Shown) => ({
  ...shown,
  batch_id: shown.batchId,
});

const failure = { code: 'SourceChanged', message: 'The source changed while it was copied.' };
const path = 'photos/1998/tent.jpg';

const tally = { files: 120, bytes: 297_738_240 };

/** Answers to operators and viewers, by the name the document has for each. */
export const operatorAnswers = {
  batch,
  batchPage: { batches: [batch] },
  newBatch,
  newOlderBatch: asOlder(newBatch),
  olderBatch: asOlder(batch),
  startedOlderBatch: asOlder(runningBatch),
  olderBatchBeingVerified: asOlder(batchBeingVerified),
  olderBatchBeingRolledBack: asOlder(batchBeingRolledBack),
  startedBatch: runningBatch,
  pausedBatch: { ...runningBatch, status: 'paused' },
  cancelledBatch: { ...batch, status: 'failed', reason: `cancelled by ${ids.owner}` },
  batchBeingVerified,
  batchBeingRolledBack,
  batchFiles: {
    files: [
      {
        recordId: ids.record,
        path,
        key: path,
        status: 'failed',
        contentType: 'image/jpeg',
        sizeBytes: 2_481_152,
        attempts: 3,
        failure,
        updatedAt: later,
      },
    ],
  },
  batchFailures: {
    failures: [
      {
        code: failure.code,
        files: 2,
        example: { recordId: ids.record, path, message: failure.message },
      },
    ],
    more: false,
  },
  deadLetterQueues: { queues: [{ queue: ids.queue, messages: 1, goesBack: true }] },
  parkedMessages: {
    queue: ids.queue,
    messages: [
      {
        messageId: ids.message,
        sentAt: at,
        body: `{"orderId":"${ids.order}"}`,
        errorCode: 'NotFound',
        errorMessage: `There is no order ${ids.order}.`,
      },
    ],
    more: false,
  },
  messagesGoingBack: { queue: ids.queue, messages: 1, moving: true, more: false },
  droppedMessages: { queue: ids.queue, dropped: [ids.message], more: false },
  handedOver: { handedOver: 1, unchanged: 0, refused: [], dryRun: true },
  matches: { matches: [{ kind: 'order', id: ids.order, by: 'id' }] },
  ownersQuota: {
    ownerId: ids.owner,
    held: one,
    limit: { files: 2_000, bytes: 107_374_182_400 },
  },
  auditPage: {
    entries: [
      {
        entryId: 'act_0c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f',
        at,
        actor: ids.owner,
        action: 'retryOrder',
        subject: ids.order,
        request: '{"refundStopped":true}',
        outcome: 'done',
        status: 200,
        finishedAt: at,
      },
    ],
  },
  attention: {
    days: 7,
    orders: {
      failed: count(3),
      compensation_failed: count(0),
      stuck: count(1),
      payment_held: count(0),
    },
  },
  cleanUpReport: {
    olderThanHours: 48,
    dryRun: true,
    ...one,
    kept: 4,
    failed: 0,
    more: false,
    uploadIds: [ids.photo],
  },
  stats: {
    total: tally,
    byStatus: {
      uploaded: { files: 20, bytes: 49_623_040 },
      permanent: { files: 100, bytes: 248_115_200 },
    },
    byCategory: { photo: tally },
    byOwnerType: { user: tally },
    byDay: { '2030-01-01': one },
    permanentByDay: { '2030-01-01': one },
  },
};
