import type { Check } from './check.ts';
import { apiAccessChecks } from './checks/api-access.ts';
import { alarmChecks } from './checks/as-deployed/alarms.ts';
import { bucketChecks } from './checks/as-deployed/buckets-as-configured.ts';
import { functionChecks } from './checks/as-deployed/functions-as-deployed.ts';
import { gradualChecks, orderVersionCheck } from './checks/as-deployed/gradual-deployment.ts';
import { logRetentionCheck } from './checks/as-deployed/log-retention.ts';
import { metricExpressionsCheck } from './checks/as-deployed/metric-expressions.ts';
import { refundConnectionChecks } from './checks/as-deployed/refund-connection.ts';
import { tableChecks } from './checks/as-deployed/tables-as-configured.ts';
import { valuesBetweenStacksCheck } from './checks/as-deployed/values-between-stacks.ts';
import { browserCorsChecks } from './checks/browser-cors.ts';
import { bulkMapChecks } from './checks/bulk-map.ts';
import { consoleChecks } from './checks/console.ts';
import { deliveryChecks } from './checks/delivery.ts';
import { failingOrderChecks } from './checks/failing-order.ts';
import { jobChecks } from './checks/jobs.ts';
import { leastPrivilegeCheck } from './checks/least-privilege.ts';
import { multipartCopyCheck } from './checks/multipart-copy.ts';
import { neverOverwrittenCheck } from './checks/never-overwritten.ts';
import { paidOrderChecks } from './checks/paid-order.ts';
import { permalinkCheck } from './checks/permalink.ts';
import { poolUserChecks } from './checks/pool-user.ts';
import { presignedPutChecks } from './checks/presigned-put.ts';
import { privateBucketChecks } from './checks/private-buckets.ts';
import { reconcilerCheck } from './checks/reconciler.ts';
import { statsChecks } from './checks/stats.ts';
import { stoppedExecutionCheck } from './checks/stopped-execution.ts';
import { throttleCheck } from './checks/throttle.ts';
import { uploadInPartsChecks } from './checks/upload-in-parts.ts';

/** All checks in order: first those that only read, last the one that sends a burst. */
export const allChecks: readonly Check[] = [
  ...bucketChecks,
  ...tableChecks,
  ...alarmChecks,
  metricExpressionsCheck,
  ...refundConnectionChecks,
  logRetentionCheck,
  ...functionChecks,
  ...gradualChecks,
  valuesBetweenStacksCheck,
  leastPrivilegeCheck,
  ...privateBucketChecks,
  ...apiAccessChecks,
  ...poolUserChecks,
  ...browserCorsChecks,
  ...consoleChecks,
  ...presignedPutChecks,
  ...uploadInPartsChecks,
  ...paidOrderChecks,
  orderVersionCheck,
  neverOverwrittenCheck,
  multipartCopyCheck,
  permalinkCheck,
  ...deliveryChecks,
  ...jobChecks,
  ...statsChecks,
  ...bulkMapChecks,
  ...failingOrderChecks,
  stoppedExecutionCheck,
  reconcilerCheck,
  throttleCheck,
];
