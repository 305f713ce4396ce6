import { finishJob } from '../../../../core/jobs/finish-job.ts';
import { eraseUnlessKept } from '../../../../core/retention/erase-upload.ts';
import { worker } from '../../../core/builders/jobs.ts';
import { anUpload, aPaidOrder, arrived } from '../../../core/builders/records.ts';
import { filesBucket } from '../../../core/builders/world.ts';
import type { StageOfAlice } from '../stage-of-alice.ts';
import type { EventKind } from './event-kinds.ts';

type Message = Record<string, unknown>;

/** A message with an effect on the stage, and what is there before it comes. */
type Sent = (stage: StageOfAlice) => Promise<Message>;

/** Changes a message at one dotted path. */
const withField = (message: Message, path: string, value: unknown): Message => {
  const [name = '', ...rest] = path.split('.');
  const inner = message[name] as Message;
  return {
    ...message,
    [name]: rest.length === 0 ? value : withField(inner, rest.join('.'), value),
  };
};

/** S3's events name a file by the whole key, whose end has the shape of our ids. */
const sent = `upl_${'0'.repeat(32)}`;
const amount = { value: 49.9, currency: 'EUR' };
const at = '2030-01-02T00:00:00.000Z';
const payment = {
  source: 'keepsake.payments',
  'detail-type': 'PaymentSucceeded',
  detail: { orderId: 'ord_open', paymentId: 'pay_new', amount },
};
const refund = {
  detail: {
    paymentId: 'pay_1',
    orderId: 'ord_1',
    refundId: 're_1',
    status: 'settled',
    amount,
    at,
  },
};
const dispute = {
  'detail-type': 'PaymentDisputed',
  detail: {
    paymentId: 'pay_1',
    orderId: 'ord_1',
    disputeId: 'dp_1',
    status: 'open',
    amount,
    at,
  },
};
const execution = {
  detail: { name: 'ord_run-1', status: 'FAILED', input: JSON.stringify({ orderId: 'ord_run' }) },
};
const due = async ({ world }: StageOfAlice, orderId: string, migration: object) => {
  await world.orders.create(aPaidOrder(migration, { orderId }), []);
};

/** A file that passed Keepsake's own checks, and waits for its scan alone. */
const awaited = ({ world }: StageOfAlice) => {
  const { versionId = 'none', ...upload } = arrived(world, 'upl_scan');
  const scan = { result: 'awaited', at, versionId, decides: true } as const;
  world.uploads.put({ ...upload, versionId, status: 'checking', scan });
  return { bucket: upload.bucket, key: upload.key, versionId };
};

/** For each kind a message that is right in every field. */
export const rightMessages: Record<EventKind, Sent> = {
  payment: async ({ world }) => {
    const used = aPaidOrder({}, { orderId: 'ord_used' });
    await world.orders.create(used, []);
    await world.orders.pay({ ...used, payment: { paymentId: 'pay_used', amount, receivedAt: at } });
    return payment;
  },
  retry: async (stage) => {
    await due(stage, 'ord_due', {});
    return {
      source: 'keepsake.orders',
      'detail-type': 'OrderMigrationRetryRequested',
      detail: { orderId: 'ord_due' },
    };
  },
  refund: async () => refund,
  dispute: async () => dispute,
  execution: async (stage) => {
    await due(stage, 'ord_run', { status: 'migrating', runId: 'ord_run-1' });
    return execution;
  },
  arrival: async ({ world }) => {
    const { bucket, key } = arrived(world, sent);
    world.uploads.put({
      ...anUpload({ uploadId: sent }),
      ...(await world.uploads.find(sent)),
      status: 'pending',
    });
    return { detail: { bucket: { name: bucket }, object: { key, 'version-id': 'v1' } } };
  },
  check: async ({ world }) => {
    const upload = arrived(world, 'upl_read');
    world.uploads.put({ ...upload, status: 'checking', checkId: 'chk_1' });
    return { check: { uploadId: 'upl_read', checkId: 'chk_1' } };
  },
  verdict: async (stage) => ({
    'detail-type': 'ScanFinished',
    detail: { ...awaited(stage), result: 'clean' },
  }),
  guardDuty: async (stage) => {
    const { bucket, key, versionId } = awaited(stage);
    return {
      'detail-type': 'GuardDuty Malware Protection Object Scan Result',
      detail: {
        s3ObjectDetails: { bucketName: bucket, objectKey: key, versionId },
        scanResultDetails: { scanResultStatus: 'NO_THREATS_FOUND' },
      },
    };
  },
  variantJob: async ({ running }) => ({
    'detail-type': 'JobCreated',
    detail: { jobId: running },
  }),
  variantNews: async () => ({
    'detail-type': 'UploadReceived',
    detail: { uploadId: 'upl_free' },
  }),
  keptNews: async () => ({ 'detail-type': 'UploadPromoted', detail: { uploadId: 'upl_free' } }),
  promotion: async ({ world, keeping }) => {
    const deps = {
      ...world,
      erase: (uploadId: string, by: string) => eraseUnlessKept(world, uploadId, by),
    };
    await finishJob(deps, worker, keeping, {});
    return { detail: { uploadId: 'upl_kept', jobId: keeping } };
  },
};

/**
 * Of the fields of events: `plain` brings about nothing; `believed` has its effect for every sender
 * of the event, so that its senders are the guard; a value that is given here is checked against
 * the records, and has no effect.
 */
type Judgement = 'plain' | 'believed' | { path: string; refused: unknown };

const refused = (path: string, value: unknown): Judgement => ({ path, refused: value });

export const eventJudgements: Record<EventKind, Readonly<Record<string, Judgement>>> = {
  payment: {
    orderId: refused('detail.orderId', 'ord_none'),
    // It has paid another order.
    paymentId: refused('detail.paymentId', 'pay_used'),
    value: refused('detail.amount.value', 49.89),
    currency: refused('detail.amount.currency', 'USD'),
  },
  retry: {
    source: 'plain',
    'detail-type': 'plain',
    // It is not paid.
    'detail.orderId': refused('detail.orderId', 'ord_open'),
  },
  refund: {
    'detail.paymentId': refused('detail.paymentId', 'pay_none'),
    'detail.orderId': refused('detail.orderId', 'ord_open'),
    'detail.refundId': 'believed',
    'detail.status': 'believed',
    'detail.amount.value': 'believed',
    'detail.amount.currency': refused('detail.amount.currency', 'USD'),
    'detail.at': 'believed',
  },
  dispute: {
    'detail.paymentId': refused('detail.paymentId', 'pay_none'),
    'detail.orderId': refused('detail.orderId', 'ord_open'),
    'detail.disputeId': 'believed',
    'detail.status': 'believed',
    'detail.amount.value': 'believed',
    'detail.amount.currency': 'believed',
    'detail.at': 'believed',
  },
  execution: {
    'detail.name': refused('detail.name', 'ord_run-0'),
    'detail.status': refused('detail.status', 'SUCCEEDED'),
    'detail.error': 'plain',
    'detail.input': refused('detail.input', '{"orderId":"ord_none"}'),
    orderId: refused('detail.input', '{"orderId":"ord_1"}'),
  },
  arrival: {
    'detail.bucket.name': refused('detail.bucket.name', filesBucket),
    'detail.object.key': refused('detail.object.key', `temp/usr_mallory/${sent}`),
    'detail.object.version-id': 'plain',
  },
  check: {
    'check.uploadId': refused('check.uploadId', 'upl_none'),
    'check.checkId': refused('check.checkId', 'chk_2'),
    'check.progress.offsetBytes': 'believed',
    'check.progress.state': 'believed',
  },
  promotion: {
    'detail.uploadId': 'believed',
    'detail.jobId': 'believed',
  },
  variantJob: {
    'detail-type': refused('detail-type', 'JobFinished'),
    'detail.jobId': refused('detail.jobId', 'job_none'),
  },
  variantNews: {
    'detail-type': refused('detail-type', 'UploadErased'),
    'detail.uploadId': refused('detail.uploadId', 'upl_none'),
  },
  keptNews: {
    'detail-type': refused('detail-type', 'UploadErased'),
    'detail.uploadId': refused('detail.uploadId', 'upl_none'),
  },
  verdict: {
    'detail-type': refused('detail-type', 'ScanStarted'),
    'detail.bucket': refused('detail.bucket', filesBucket),
    'detail.key': refused('detail.key', 'temp/usr_alice/upl_free'),
    'detail.versionId': refused('detail.versionId', 'v0'),
    'detail.result': 'believed',
    'detail.reason': 'plain',
    'detail.scanner': 'plain',
    'detail.failed': 'plain',
    'detail.uploadId': refused('detail.uploadId', 'upl_free'),
  },
  guardDuty: {
    'detail-type': refused('detail-type', 'GuardDuty Finding'),
    'detail.s3ObjectDetails.bucketName': refused('detail.s3ObjectDetails.bucketName', filesBucket),
    'detail.s3ObjectDetails.objectKey': refused(
      'detail.s3ObjectDetails.objectKey',
      'temp/usr_alice/upl_free',
    ),
    'detail.s3ObjectDetails.versionId': refused('detail.s3ObjectDetails.versionId', 'v0'),
    'detail.scanResultDetails.scanResultStatus': 'believed',
    'detail.scanResultDetails.threats': 'plain',
    'detail.scanResultDetails.threats[].name': 'plain',
  },
};

/** The right message with one field that is refused. */
export const forged =
  (kind: EventKind, { path, refused: value }: Exclude<Judgement, string>): Sent =>
  async (stage) =>
    withField(await rightMessages[kind](stage), path, value);
