import { batchFailures } from '../../../core/bulk/list-batches.ts';
import { createJob } from '../../../core/jobs/create-job.ts';
import { failJob, finishJob } from '../../../core/jobs/finish-job.ts';
import { getJob } from '../../../core/jobs/get-job.ts';
import { listJobs } from '../../../core/jobs/list-jobs.ts';
import { jobView } from '../../../core/jobs/model/job-view.ts';
import { countAttention } from '../../../core/operations/count-attention.ts';
import {
  dropDeadLetters,
  listDeadLetters,
  readDeadLetters,
  redriveDeadLetters,
} from '../../../core/operations/dead-letters.ts';
import { listAlarms } from '../../../core/operations/list-alarms.ts';
import { listAudit } from '../../../core/operations/list-audit.ts';
import { lookForOrphans } from '../../../core/operations/look-for-orphans.ts';
import { readMetrics } from '../../../core/operations/read-metrics.ts';
import { replaceOrderFile } from '../../../core/operations/replace-order-file.ts';
import { search } from '../../../core/operations/search.ts';
import { compensateOrder } from '../../../core/orders/compensate-order.ts';
import { createOrder } from '../../../core/orders/create-order.ts';
import { visibleOrder } from '../../../core/orders/get-order.ts';
import { listOrders } from '../../../core/orders/list-orders.ts';
import { operatorTimeline } from '../../../core/orders/model/order-timeline.ts';
import { orderSummary, orderView } from '../../../core/orders/model/order-view.ts';
import { orderTimeline } from '../../../core/orders/order-timeline.ts';
import { reconcilePage } from '../../../core/orders/reconcile-page.ts';
import { retryOrder } from '../../../core/orders/retry-order.ts';
import { settlePayment } from '../../../core/orders/settle-payment.ts';
import { eraseUnlessKept } from '../../../core/retention/erase-upload.ts';
import { listErasures } from '../../../core/retention/list-erasures.ts';
import { ownerErasure } from '../../../core/retention/owner-erasure.ts';
import { listClaimedSessions } from '../../../core/sessions/list-claimed-sessions.ts';
import { ownerQuota } from '../../../core/uploads/owner-quota.ts';
import {
  getDelivery,
  listDeliveries,
  listEndpoints,
} from '../../../core/webhooks/list-deliveries.ts';
import { sendAgain } from '../../../core/webhooks/send-again.ts';
import { answers, byId, type Route } from '../../../lambdas/shared/http.ts';
import { idempotent } from '../../../lambdas/shared/idempotent.ts';
import { MemoryQuotaCounters } from '../../fakes/uploads/memory-quota-counters.ts';
import type { StageWorld } from './stage-world.ts';

/** Of what needs no test to happen. */
const unexpected = (...told: unknown[]): void => {
  throw new Error(`unexpected: ${told.join(' ')}`);
};

/** Jobs and orders, as the functions of lambdas/ put them together. */
export const orderRoutes = (world: StageWorld) => {
  const finishing = {
    ...world,
    erase: (uploadId: string, by: string) => eraseUnlessKept(world, uploadId, by),
  };
  return {
    createJob: idempotent(
      world,
      answers(
        async ({ caller, body }, ids) => jobView(await createJob({ ...world, ids }, caller, body)),
        201,
      ),
    ),
    listJobs: answers(async ({ caller, query }) => {
      const page = await listJobs(world, caller, query);
      return { ...page, jobs: page.jobs.map(jobView) };
    }),
    getJob: byId(answers(async ({ caller, id }) => jobView(await getJob(world, caller, id)))),
    finishJob: byId(
      answers(async ({ caller, id, body }) =>
        jobView(await finishJob(finishing, caller, id, body)),
      ),
    ),
    failJob: byId(
      answers(async ({ caller, id, body }) => jobView(await failJob(finishing, caller, id, body))),
    ),
    createOrder: idempotent(
      world,
      answers(
        async ({ caller, body }, ids) =>
          orderView(await createOrder({ ...world, ids }, caller, body)),
        201,
      ),
    ),
    replaceOrderFile: byId(
      answers(async ({ caller, id, params: { role }, body }) =>
        orderView(await replaceOrderFile(world, caller, { orderId: id, role, body })),
      ),
    ),
    settlePayment: byId(
      answers(async ({ caller, id, params, body }) =>
        orderView(
          await settlePayment(world, caller, { orderId: id, paymentId: params.paymentId, body }),
        ),
      ),
    ),
    getOrder: byId(
      answers(async ({ caller, id }) => orderView(await visibleOrder(world, caller, id))),
    ),
    listOrders: answers(async ({ caller, query }) => {
      const { items, cursor } = await listOrders(world, caller, query);
      const orders = items.map((order) => ({
        ...orderSummary(order),
        ...((caller.admin || caller.viewer) && { ownerId: order.ownerId }),
      }));
      return { orders, cursor };
    }),
    batchFailures: byId(answers(({ id }) => batchFailures(world, id))),
    listDeadLetters: answers(() => listDeadLetters(world)),
    readDeadLetters: byId(answers(({ id, query }) => readDeadLetters(world, id, query))),
    redriveDeadLetters: byId(answers(({ id }) => redriveDeadLetters(world, id))),
    dropDeadLetters: byId(answers(({ id, body }) => dropDeadLetters(world, id, body))),
    ownerQuota: answers(({ query }) =>
      ownerQuota({ ...world, counters: new MemoryQuotaCounters(world.uploads) }, query),
    ),
    listSessions: answers(({ query }) => listClaimedSessions(world, query)),
    ownerErasure: answers(({ query }) => ownerErasure(world, query)),
    reconcileOrders: answers(({ body }) => reconcilePage(world, body, unexpected)),
    lookForOrphans: answers(({ body }) => lookForOrphans(world, body)),
    listWebhookEndpoints: answers(() => listEndpoints(world.endpoints)),
    listWebhookDeliveries: answers(({ query }) => listDeliveries(world, query)),
    getWebhookDelivery: byId(answers(({ id }) => getDelivery(world, id))),
    sendWebhookAgain: byId(answers(({ id }) => sendAgain(world, id), 202)),
    listErasures: answers(({ query }) => listErasures(world, query)),
    readMetrics: answers(({ query }) => readMetrics(world, query, unexpected)),
    listAlarms: answers(() => listAlarms(world, unexpected)),
    listAudit: answers(({ query }) => listAudit(world, query)),
    search: answers(({ body }) => search(world, body)),
    countAttention: answers(({ caller, query }) => countAttention(world, caller, query)),
    orderTimeline: byId(answers(({ caller, id }) => orderTimeline(world, caller, id))),
    retryOrder: byId(
      answers(async ({ id, body }) => operatorTimeline(await retryOrder(world, id, body))),
    ),
    compensateOrder: byId(
      answers(async ({ id }) => operatorTimeline(await compensateOrder(world, id))),
    ),
  } satisfies Record<string, Route>;
};
