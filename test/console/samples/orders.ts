import type { Order, OrderSummary, OrderTimeline } from '@keepsake/client/operator';

const placed = '2030-01-01T12:00:01.000Z';
const changed = '2030-01-01T12:03:25.000Z';

/** An order that is kept, with what is said to be otherwise. */
export const sampleOrder = (changes: Partial<OrderSummary> = {}): OrderSummary => ({
  orderId: 'ord_01jq0w7k3b9',
  ownerId: 'usr_0f2a',
  status: 'completed',
  amount: { value: 49.9, currency: 'EUR' },
  migration: { status: 'completed', attempt: 1, startedAt: placed, completedAt: changed },
  createdAt: placed,
  updatedAt: changed,
  ...changes,
});

/** The same as its owner sees it. */
export const sampleView = (): Order => {
  const { ownerId: _owner, ...order } = sampleOrder();
  return { ...order, files: [] };
};

const missing = { code: 'source_missing', message: 'The source is missing.', role: 'audio' };
const refund = {
  requested: true,
  state: 'requested',
  idempotencyKey: 'refund-ord_failed-pi_3N',
  requestedAt: changed,
} as const;

/** An order whose audio was lost: its copies are removed, its refund is requested. */
export const failedOrder = (orderId = 'ord_failed'): OrderSummary =>
  sampleOrder({
    orderId,
    status: 'refund_requested',
    migration: { status: 'failed', attempt: 1, startedAt: placed, error: missing },
    refund,
  });

/** The same in full. */
export const failedTimeline = (changes: Partial<OrderTimeline> = {}): OrderTimeline => ({
  ...failedOrder(),
  failure: missing,
  files: [
    {
      role: 'photo',
      required: true,
      uploadId: 'upl_photo',
      status: 'removed',
      sizeBytes: 250_000,
      verifiedBy: 'sha256',
    },
    { role: 'audio', required: true, uploadId: 'upl_audio', status: 'failed', failure: missing },
  ],
  events: [
    { at: placed, event: 'created' },
    { at: '2030-01-01T12:03:20.000Z', event: 'payment_accepted', paymentId: 'pi_3N' },
    { at: '2030-01-01T12:03:21.000Z', event: 'migration_started', attempt: 1 },
    { at: '2030-01-01T12:03:23.000Z', event: 'compensation_started', attempt: 1, cause: missing },
    { at: '2030-01-01T12:03:24.000Z', event: 'compensated', attempt: 1 },
    { at: changed, event: 'refund_requested', attempt: 1 },
  ],
  attempts: [
    {
      attempt: 1,
      runs: ['ord_failed-1'],
      startedAt: '2030-01-01T12:03:21.000Z',
      endedAt: '2030-01-01T12:03:24.000Z',
      outcome: 'compensated',
      cause: missing,
    },
  ],
  undone: [
    { role: 'photo', permanentKey: 'photos/ord_failed/a.jpg', versionId: 'v1', at: changed },
  ],
  outstanding: [
    { who: 'payment_provider', what: 'refund', idempotencyKey: refund.idempotencyKey },
    { who: 'keepsake', what: 'look_for_late_copies' },
  ],
  ...changes,
});
