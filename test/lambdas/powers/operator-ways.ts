import type { RouteName } from '../../../core/route-functions.ts';
import { byEach, type Request, type Way } from './way.ts';

const alices = 'usr_alice';
const longAgo = '2020-01-01T00:00:00Z';

const sweep = { olderThanHours: 1, dryRun: false };
const handOver = { changes: [{ uploadId: 'upl_free', ownerId: 'usr_mallory' }], dryRun: false };
const labelled = { changes: [{ ...handOver.changes[0], partnerId: 'p_1' }] };

/** What a list of everybody's records is narrowed by. */
const narrowed = (route: RouteName, query: Record<string, string>): Way[] =>
  byEach(
    'survey',
    route,
    Object.fromEntries(
      Object.entries(query).map(([name, value]): [string, Request] => [
        name,
        { query: { [name]: value } },
      ]),
    ),
  );

/** Every field of operators' and viewers' requests by which an effect can be had. */
export const operating: readonly Way[] = [
  ...byEach('sweep', 'cleanUp', { olderThanHours: { body: sweep }, dryRun: { body: sweep } }),
  ...byEach('mend', 'reconcileOrders', { dryRun: { body: { dryRun: false } } }),
  ...byEach('mend', 'lookForOrphans', {
    dryRun: { body: { dryRun: false } },
    prefix: { body: { dryRun: false, prefix: 'photos/' } },
  }),
  ...byEach('handOver', 'handOverUploads', {
    'changes[].uploadId': { body: handOver },
    'changes[].ownerId': { body: handOver },
    'changes[].partnerId': { body: labelled },
    dryRun: { body: handOver },
  }),
  ...byEach('refund', 'retryOrder', {
    refundStopped: { params: { id: 'ord_failed' }, body: { refundStopped: true } },
  }),
  ...byEach('survey', 'search', { query: { body: { query: 'ord_1' } } }),
  ...narrowed('listLinks', { ownerId: alices }),
  ...narrowed('ownerQuota', { ownerId: alices }),
  ...narrowed('listAudit', { actor: alices, from: longAgo, to: longAgo }),
  ...narrowed('listAudit', { subject: 'ord_1' }),
  ...narrowed('listWebhookDeliveries', { endpoint: 'shop', status: 'failed', subject: 'ord_1' }),
];
