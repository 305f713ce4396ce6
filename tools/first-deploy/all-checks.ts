import type { Check } from './check.ts';
import { alarmChecks } from './checks/alarms.ts';
import { apiAccessChecks } from './checks/api-access.ts';
import { browserCorsChecks } from './checks/browser-cors.ts';
import { bucketChecks } from './checks/buckets-as-configured.ts';
import { deliveryChecks } from './checks/delivery.ts';
import { failingOrderChecks } from './checks/failing-order.ts';
import { functionChecks } from './checks/functions-as-deployed.ts';
import { jobChecks } from './checks/jobs.ts';
import { leastPrivilegeCheck } from './checks/least-privilege.ts';
import { logRetentionCheck } from './checks/log-retention.ts';
import { multipartCopyCheck } from './checks/multipart-copy.ts';
import { neverOverwrittenCheck } from './checks/never-overwritten.ts';
import { paidOrderChecks } from './checks/paid-order.ts';
import { presignedPutChecks } from './checks/presigned-put.ts';
import { privateBucketChecks } from './checks/private-buckets.ts';
import { reconcilerCheck } from './checks/reconciler.ts';
import { statsChecks } from './checks/stats.ts';
import { stoppedExecutionCheck } from './checks/stopped-execution.ts';
import { tableChecks } from './checks/tables-as-configured.ts';
import { throttleCheck } from './checks/throttle.ts';
import { uploadInPartsChecks } from './checks/upload-in-parts.ts';
import { valuesBetweenStacksCheck } from './checks/values-between-stacks.ts';

/** All checks in order: first those that only read, last the one that sends a burst. */
export const allChecks: readonly Check[] = [
  ...bucketChecks,
  ...tableChecks,
  ...alarmChecks,
  logRetentionCheck,
  ...functionChecks,
  valuesBetweenStacksCheck,
  leastPrivilegeCheck,
  ...privateBucketChecks,
  ...apiAccessChecks,
  ...browserCorsChecks,
  ...presignedPutChecks,
  ...uploadInPartsChecks,
  ...paidOrderChecks,
  neverOverwrittenCheck,
  multipartCopyCheck,
  ...deliveryChecks,
  ...jobChecks,
  ...statsChecks,
  ...failingOrderChecks,
  stoppedExecutionCheck,
  reconcilerCheck,
  throttleCheck,
];
