import { DynamoRegisteredFiles } from '../../adapters/operations/dynamo-registered-files.ts';
import { S3KeptVersions } from '../../adapters/storage/s3-kept-versions.ts';
import { lookForOrphans } from '../../core/operations/look-for-orphans.ts';
import { reconcilePage } from '../../core/orders/reconcile-page.ts';
import { batches } from '../shared/batch-wiring.ts';
import { env, settings } from '../shared/environment.ts';
import { answers, type Route } from '../shared/http.ts';
import { logFailure } from '../shared/observed.ts';
import { orderLists, orders } from '../shared/order-wiring.ts';
import { alerts, bus, clock, dynamo, migrations, objects, s3, uploads } from '../shared/wiring.ts';

/** POST /reconcile */
export const reconcileOrdersRoute = (): Route => {
  const deps = reconciling();
  const onFailure = (orderId: string, error: unknown): void =>
    logFailure('Order not reconciled', error, { orderId });
  return answers(({ body }) => reconcilePage(deps, body, onFailure));
};

const reconciling = () => {
  const { reconcileAfterMinutes, refunds, categories } = settings(
    'reconcileAfterMinutes',
    'refunds',
    'categories',
  );
  return {
    ...records(),
    lists: orderLists(),
    migrations: migrations(),
    alerts: alerts(),
    bus: bus(),
    clock: clock(),
    filesBucket: env('FILES_BUCKET'),
    categories,
    afterMinutes: reconcileAfterMinutes,
    refundDays: refunds.alarmAfterDays,
  };
};

const records = () => ({ orders: orders(), uploads: uploads(), objects: objects() });

/** All findings of a page are in one answer, so pages are small. */
const pageSize = 100;

/** POST /orphans */
export const lookForOrphansRoute = (): Route => {
  const filesBucket = env('FILES_BUCKET');
  const deps = {
    ...records(),
    kept: new S3KeptVersions(s3(), filesBucket, pageSize),
    registered: new DynamoRegisteredFiles(dynamo(), env('UPLOADS_TABLE'), pageSize),
    batches: batches(),
    clock: clock(),
    filesBucket,
  };
  return answers(({ body }) => lookForOrphans(deps, body));
};
