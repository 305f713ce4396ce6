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
import { byId, type Route } from '../../../lambdas/shared/http.ts';
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
    createJob: idempotent(world, async ({ caller, body }, ids) => ({
      status: 201,
      body: jobView(await createJob({ ...world, ids }, caller, body)),
    })),
    listJobs: async ({ caller, query }) => {
      const page = await listJobs(world, caller, query);
      return { status: 200, body: { ...page, jobs: page.jobs.map(jobView) } };
    },
    getJob: byId(async ({ caller, id }) => ({
      status: 200,
      body: jobView(await getJob(world, caller, id)),
    })),
    finishJob: byId(async ({ caller, id, body }) => ({
      status: 200,
      body: jobView(await finishJob(finishing, caller, id, body)),
    })),
    failJob: byId(async ({ caller, id, body }) => ({
      status: 200,
      body: jobView(await failJob(finishing, caller, id, body)),
    })),
    createOrder: idempotent(world, async ({ caller, body }, ids) => ({
      status: 201,
      body: orderView(await createOrder({ ...world, ids }, caller, body)),
    })),
    replaceOrderFile: byId(async ({ caller, id, params: { role }, body }) => ({
      status: 200,
      body: orderView(await replaceOrderFile(world, caller, { orderId: id, role, body })),
    })),
    settlePayment: byId(async ({ caller, id, params, body }) => ({
      status: 200,
      body: orderView(
        await settlePayment(world, caller, { orderId: id, paymentId: params.paymentId, body }),
      ),
    })),
    getOrder: byId(async ({ caller, id }) => ({
      status: 200,
      body: orderView(await visibleOrder(world, caller, id)),
    })),
    listOrders: async ({ caller, query }) => {
      const { items, cursor } = await listOrders(world, caller, query);
      const orders = items.map((order) => ({
        ...orderSummary(order),
        ...((caller.admin || caller.viewer) && { ownerId: order.ownerId }),
      }));
      return { status: 200, body: { orders, cursor } };
    },
    batchFailures: byId(async ({ id }) => ({ status: 200, body: await batchFailures(world, id) })),
    listDeadLetters: async () => ({
      status: 200,
      body: await listDeadLetters(world),
    }),
    readDeadLetters: byId(async ({ id, query }) => ({
      status: 200,
      body: await readDeadLetters(world, id, query),
    })),
    redriveDeadLetters: byId(async ({ id }) => ({
      status: 200,
      body: await redriveDeadLetters(world, id),
    })),
    dropDeadLetters: byId(async ({ id, body }) => ({
      status: 200,
      body: await dropDeadLetters(world, id, body),
    })),
    ownerQuota: async ({ query }) => ({
      status: 200,
      body: await ownerQuota({ ...world, counters: new MemoryQuotaCounters(world.uploads) }, query),
    }),
    listSessions: async ({ query }) => ({
      status: 200,
      body: await listClaimedSessions(world, query),
    }),
    ownerErasure: async ({ query }) => ({ status: 200, body: await ownerErasure(world, query) }),
    reconcileOrders: async ({ body }) => ({
      status: 200,
      body: await reconcilePage(world, body, unexpected),
    }),
    lookForOrphans: async ({ body }) => ({ status: 200, body: await lookForOrphans(world, body) }),
    listWebhookEndpoints: async ({ query }) => ({
      status: 200,
      body: listEndpoints(world.endpoints, query),
    }),
    listWebhookDeliveries: async ({ query }) => ({
      status: 200,
      body: await listDeliveries(world, query),
    }),
    getWebhookDelivery: byId(async ({ id }) => ({
      status: 200,
      body: await getDelivery(world, id),
    })),
    sendWebhookAgain: byId(async ({ id }) => ({ status: 202, body: await sendAgain(world, id) })),
    listErasures: async ({ query }) => ({ status: 200, body: await listErasures(world, query) }),
    readMetrics: async ({ query }) => ({
      status: 200,
      body: await readMetrics(world, query, unexpected),
    }),
    listAlarms: async () => ({
      status: 200,
      body: await listAlarms(world, unexpected),
    }),
    listAudit: async ({ query }) => ({ status: 200, body: await listAudit(world, query) }),
    search: async ({ body }) => ({ status: 200, body: await search(world, body) }),
    countAttention: async ({ caller, query }) => ({
      status: 200,
      body: await countAttention(world, caller, query),
    }),
    orderTimeline: byId(async ({ caller, id }) => ({
      status: 200,
      body: await orderTimeline(world, caller, id),
    })),
    retryOrder: byId(async ({ id, body }) => ({
      status: 200,
      body: operatorTimeline(await retryOrder(world, id, body)),
    })),
    compensateOrder: byId(async ({ id }) => ({
      status: 200,
      body: operatorTimeline(await compensateOrder(world, id)),
    })),
  } satisfies Record<string, Route>;
};
