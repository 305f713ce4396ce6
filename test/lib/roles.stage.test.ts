import { describe, expect, it } from '@jest/globals';
import { type RouteFunction, type RouteName, routeFunctions } from '../../core/route-functions.ts';
import { routes } from '../../core/routes.ts';
import { functionRights } from './roles/function-rights.ts';
import { distinct, permissionsOf } from './roles/permissions.ts';
import { on, recordAct } from './roles/rights.ts';
import { routeRights as may } from './roles/route-rights.ts';
import { apiOf } from './stacks/api-template.ts';
import { flatten, functionsOf } from './synthesize.ts';

const api = apiOf();
const functions = functionsOf(api);

/** Everything each function may do, beside writing to its own log group and to X-Ray. */
const allowed: Record<string, string[]> = {
  ...functionRights,
  presign: [...may.createUpload, ...may.signParts],
  uploads: [
    ...may.listUploads,
    ...may.storeText,
    ...may.getUpload,
    ...may.listParts,
    ...may.completeUpload,
  ],
  sessions: may.createSession,
  claims: may.claimSession,
  jobs: [...may.createJob, ...may.listJobs, ...may.getJob],
  'finish-jobs': [...may.finishJob, ...recordAct],
  delivery: [
    ...may.downloadUpload,
    ...may.downloadLegacyFile,
    ...may.track,
    ...may.downloadOrderFile,
    ...may.createLink,
    ...may.retargetLink,
    ...may.revokeLink,
    ...recordAct,
  ],
  permalinks: [...may.followLink, ...may.linkQr],
  erase: [...may.deleteUpload, ...recordAct],
  orders: [
    ...may.createOrder,
    ...may.getOrder,
    ...may.listOrders,
    ...may.orderTimeline,
    ...recordAct,
  ],
  'operators-read': [
    ...may.listDeadLetters,
    ...may.getStats,
    ...may.listOrders,
    ...may.search,
    ...may.listLinks,
    ...may.listAudit,
    ...may.batchFailures,
    ...may.ownerQuota,
    ...may.ownerErasure,
    ...may.listSessions,
    ...may.listHolds,
    ...may.listErasures,
    ...may.webhookDeliveries,
    ...may.readMetrics,
    ...may.listAlarms,
  ],
  'dead-letters': [...may.readDeadLetters, ...recordAct],
  operators: [
    ...may.promoteUpload,
    ...may.handOverUploads,
    ...may.cleanUp,
    ...may.eraseOwner,
    ...may.retryOrder,
    ...may.compensateOrder,
    ...may.reconcileOrders,
    ...may.lookForOrphans,
    ...may.sendWebhookAgain,
    ...recordAct,
  ],
  batches: [...may.batches, ...recordAct],
};

const everyFunction = (logs: string) => [
  ...on(logs, 'logs:CreateLogStream', 'logs:PutLogEvents'),
  ...on('*', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'),
];

describe('what each function may do', () => {
  it('is listed here for every function', () => {
    expect(Object.keys(allowed).sort()).toEqual([...functions.keys()].sort());
  });

  it.each(Object.entries(allowed))('%s', (name, statements) => {
    const { Role, LoggingConfig } = functions.get(name);
    const role = flatten(Role);
    const expected = [...statements, ...everyFunction(flatten(LoggingConfig.LogGroup))];
    expect(distinct(permissionsOf(api, role))).toEqual(distinct(expected));
  });
});

describe('the functions that may delete', () => {
  const deletes =
    /^(dynamodb:DeleteItem|s3:DeleteObject|s3:DeleteObjectVersion|sqs:DeleteMessage|sqs:PurgeQueue) /;
  const deleting = Object.keys(allowed).filter((name) =>
    permissionsOf(api, flatten(functions.get(name).Role)).some((right) => deletes.test(right)),
  );

  it('are, behind the API, the two that end what is an owner’s, and the operators’ own', () => {
    expect(deleting.filter((name) => name in routeFunctions).sort()).toEqual([
      'dead-letters',
      'erase',
      'finish-jobs',
      'operators',
    ]);
  });

  it('are not the one that only looks: it may not write either', () => {
    const { Role, LoggingConfig } = functions.get('operators-read');
    const logs = everyFunction(flatten(LoggingConfig.LogGroup));
    const rights = permissionsOf(api, flatten(Role)).filter((right) => !logs.includes(right));
    const reads = /^[\w-]+:(?:BatchGet|Get|List|Query|Describe)\w* /;
    expect(rights.filter((right) => !reads.test(right))).toEqual([]);
  });

  it('serve no route that only reads', () => {
    const served = (name: string): readonly RouteName[] =>
      routeFunctions[name as RouteFunction] ?? [];
    const reading = deleting.flatMap(served).filter((name) => routes[name].method === 'GET');
    // SQS has no reading without receiving: a message that is read is hidden for a while.
    expect(reading).toEqual(['readDeadLetters']);
  });
});
