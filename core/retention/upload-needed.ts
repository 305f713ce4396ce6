import { unpaidOrderDays } from '../contract.ts';
import { type Job, needsFile } from '../jobs/model/job.ts';
import type { Jobs } from '../jobs/ports.ts';
import type { Order } from '../orders/model/order.ts';
import type { Orders } from '../orders/ports.ts';
import { daysAfter } from '../shared/model/later.ts';
import type { Clock } from '../shared/ports.ts';
import type { Removal, Upload } from '../uploads/model/upload.ts';

export type NeedDeps = { orders: Pick<Orders, 'find'>; jobs: Pick<Jobs, 'findMany'>; clock: Clock };

/**
 * An order or job is written to its uploads before its own record exists. The process that does so
 * ends within seconds.
 */
const arrivalMs = 15 * 60_000;

/**
 * True while an order being paid or migrated, or a running job, needs the upload's bytes; read
 * consistently. A customer may erase an upload that is not paid for. `touchedAt`: time of the last
 * write of the record by another process than the remover.
 */
export const isNeeded = async (
  deps: NeedDeps,
  upload: Upload,
  { as, touchedAt }: { as: Removal['as']; touchedAt: string },
): Promise<boolean> => {
  const mayArrive = Date.parse(touchedAt) + arrivalMs > deps.clock.now().getTime();
  return (
    (await neededByOrder(deps, upload, as, mayArrive)) || neededByJob(deps, upload, as, mayArrive)
  );
};

const neededByOrder = async (
  { orders, clock }: NeedDeps,
  { orderIds = [] }: Upload,
  as: Removal['as'],
  mayArrive: boolean,
) => {
  const found = await Promise.all(orderIds.map((orderId) => orders.find(orderId)));
  return found.some((one) =>
    one ? needs(one.order, as, clock.now()) : as === 'expired' && mayArrive,
  );
};

const needs = (order: Order, as: Removal['as'], now: Date): boolean =>
  order.status === 'paid' ||
  (as === 'expired' && order.status === 'awaiting_payment' && isHeldStill(order, now));

/** After that, storage expires the bytes anyway. */
const isHeldStill = ({ createdAt }: Pick<Order | Job, 'createdAt'>, now: Date): boolean =>
  daysAfter(createdAt, unpaidOrderDays) > now;

const neededByJob = async (
  { jobs, clock }: NeedDeps,
  { uploadId, jobIds = [] }: Upload,
  as: Removal['as'],
  mayArrive: boolean,
): Promise<boolean> => {
  if (jobIds.length === 0) return false;
  const found = await jobs.findMany(jobIds);
  return (
    found.some((job) => needsFile(job, uploadId) && isAtWork(job, as, clock.now())) ||
    (mayArrive && found.length < new Set(jobIds).size)
  );
};

/** The job of a worker that died never ends: it must not keep its files for ever. */
const isAtWork = (job: Job, as: Removal['as'], now: Date): boolean =>
  as === 'erased' || job.status !== 'running' || isHeldStill(job, now);
