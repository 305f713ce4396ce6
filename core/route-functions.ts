import { routes } from './routes.ts';
import type { Caller } from './sessions/model/session.ts';

/** Which function serves which route, and for how long. */

/** The name of a route in the contract. */
export type RouteName = keyof typeof routes;

/**
 * The functions behind the API, and the routes that each of them serves. Routes share a function if
 * they belong to one capability and need the same power. Public, owners' and operators' routes
 * never share one. A route that deletes for an owner has a function of its own. A route that only
 * reads shares none with a route that deletes: `operators-read` changes nothing at all. Only SQS
 * has no reading without receiving, so messages are read and dropped by one function.
 */
export const routeFunctions = {
  presign: ['createUpload', 'signParts'],
  uploads: [
    'listUploads',
    'storeText',
    'getUpload',
    'listParts',
    'completeUpload',
    'olderVideo',
    'olderTranscriptText',
    'olderTranscriptFile',
  ],
  sessions: ['createSession'],
  claims: ['claimSession'],
  jobs: ['createJob', 'listJobs', 'getJob'],
  'finish-jobs': ['finishJob', 'failJob'],
  delivery: [
    'downloadUpload',
    'downloadLegacyFile',
    'downloadOrderFile',
    'olderDownload',
    'trackUrl',
    'trackStream',
    'olderTrackUrl',
    'olderTrackStream',
    'createLink',
    'listOrderLinks',
    'retargetOrderLink',
    'revokeOrderLink',
    'retargetLink',
    'revokeLink',
  ],
  permalinks: ['followLink', 'linkQrSvg', 'linkQrPng'],
  erase: ['deleteUpload'],
  orders: [
    'createOrder',
    'getOrder',
    'listOrders',
    'orderTimeline',
    'settlePayment',
    'replaceOrderFile',
  ],
  'operators-read': [
    'listDeadLetters',
    'getStats',
    'olderStats',
    'countAttention',
    'readMetrics',
    'listAlarms',
    'listErasures',
    'search',
    'listLinks',
    'listAudit',
    'batchFailures',
    'ownerQuota',
    'ownerErasure',
    'listSessions',
    'listHolds',
    'listWebhookEndpoints',
    'listWebhookDeliveries',
    'getWebhookDelivery',
  ],
  'dead-letters': ['readDeadLetters', 'redriveDeadLetters', 'dropDeadLetters'],
  operators: [
    'promoteUpload',
    'handOverUploads',
    'eraseOwner',
    'holdUpload',
    'releaseUpload',
    'overruleScan',
    'cleanUp',
    'reconcileOrders',
    'lookForOrphans',
    'retryOrder',
    'compensateOrder',
    'sendWebhookAgain',
    'olderPromote',
    'olderCleanUp',
  ],
  batches: [
    'createBatch',
    'listBatches',
    'getBatch',
    'listBatchFiles',
    'startBatch',
    'pauseBatch',
    'resumeBatch',
    'cancelBatch',
    'verifyBatch',
    'rollbackBatch',
    'olderCreateBatch',
    'olderListBatches',
    'olderProcess',
    'olderProgress',
    'olderBatchFiles',
    'olderVerify',
    'olderRollback',
  ],
} as const satisfies Record<string, readonly RouteName[]>;

/** The name of a function behind the API. */
export type RouteFunction = keyof typeof routeFunctions;

/** A route as API Gateway names it in an event, e.g. `GET /orders/{id}`. */
export type RouteKey<Name extends RouteName> = {
  [Each in Name]: `${(typeof routes)[Each]['method']} ${(typeof routes)[Each]['path']}`;
}[Name];

/** The key of a route. */
export const routeKey = (name: RouteName): string => `${routes[name].method} ${routes[name].path}`;

/** The keys of the routes that a function serves. */
export type RouteKeyOf<Name extends RouteFunction> = RouteKey<
  (typeof routeFunctions)[Name][number]
>;

/** The longest a route may take, in seconds. Then it answers 503. */
const deadlineSeconds = 10;

/** API Gateway gives up after 30 seconds, so a route that waits for storage gets one less. */
const longestDeadlineSeconds = 29;

/**
 * Routes that wait for storage: those that assemble an object of thousands of parts, remove every
 * version of a file, or move all files that a session owns.
 */
const slowRoutes: readonly RouteName[] = [
  'claimSession',
  'completeUpload',
  'deleteUpload',
  'eraseOwner',
  'cleanUp',
  'olderCleanUp',
  'reconcileOrders',
  'lookForOrphans',
  'finishJob',
  'failJob',
  'compensateOrder',
  'readDeadLetters',
  'redriveDeadLetters',
  'dropDeadLetters',
];

/** Seconds after which a route answers, whether or not its work is done. */
export const deadlineSecondsOf = (name: RouteName): number =>
  slowRoutes.includes(name) ? longestDeadlineSeconds : deadlineSeconds;

/** Owners' routes by which an operator changes another owner's records. */
const operatorsActs: ReadonlySet<RouteName> = new Set<RouteName>([
  'deleteUpload',
  'finishJob',
  'failJob',
  'settlePayment',
  'replaceOrderFile',
  'createLink',
  'retargetLink',
  'revokeLink',
  'retargetOrderLink',
  'revokeOrderLink',
]);

/** True for a route by which operators change something: their acts are recorded. */
export const isAudited = (name: RouteName): boolean =>
  routes[name].access === 'admin' || operatorsActs.has(name);

/** True for a request that is an operator's act. */
export const auditedFor = (name: RouteName, caller: Pick<Caller, 'admin'>): boolean =>
  caller.admin && isAudited(name);
