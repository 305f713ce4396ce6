import type { EventBus } from 'aws-cdk-lib/aws-events';
import { jobEvents } from '../../core/event-names.ts';
import type { RouteName } from '../../core/route-functions.ts';
import { endJobs, moveBelongings, requestPromotions } from '../jobs/job-grants.ts';
import { bucketGrants, removeUploads } from '../shared/bucket-grants.ts';
import { type Grant, publishEvents, readSettings } from '../shared/grants.ts';
import type { StageData } from '../shared/stage-data.ts';
import { tableGrants } from '../shared/table-grants.ts';

/** The parts of a stage that routes reach. */
export type RouteStage = {
  data: StageData;
  bus: EventBus;
  /** Grants to sign delivery URLs. Empty if storage signs its own. */
  signing: readonly Grant[];
  /** May ask the worker to read a large file. */
  requestChecks: Grant;
  /** Grants to start work on batches. */
  bulk: Grant;
  /** Grants to start order migrations, and to take them over. */
  migrations: { start: Grant; observe: Grant; alert: Grant };
};

/** Grants of one route. A function gets the union of its routes' grants. */
export type RouteGrants<Name extends RouteName = RouteName> = Readonly<
  Record<Name, readonly Grant[]>
>;

// A worker reaches what a running job works on: the upload says which jobs to ask.
const findUpload = ({ data }: RouteStage): Grant[] => {
  const tables = tableGrants(data);
  return [tables.uploads('GetItem'), tables.jobs('BatchGetItem')];
};

/** Settings about accepted files, and how long they stay. */
const announce = readSettings(
  'categories',
  'quotas',
  'sweepHours',
  'temporaryDays',
  'usersMayKeep',
);

const uploadRoutes = (stage: RouteStage) => {
  const tables = tableGrants(stage.data);
  const buckets = bucketGrants(stage.data);
  const find = findUpload(stage);
  const announcing = [
    announce,
    tables.uploads('GetItem', 'PutItem'),
    tables.quotas,
    tables.answerOnce,
    buckets.receiveUploads,
  ];
  const store = [...announcing, buckets.inspectUploads];
  return {
    // A presigned URL can do what its signer can. The signer may put an object below temp/ or drop
    // the parts of one; the URL is signed for the put.
    createUpload: [
      ...announcing,
      readSettings('abortMultipartDays', 'isAccelerated', 'multipartBytes', 'presignSeconds'),
      tables.jobs('GetItem'),
      buckets.dropParts,
    ],
    signParts: [...find, readSettings('isAccelerated', 'presignSeconds'), buckets.signParts],
    storeText: store,
    olderVideo: store,
    olderTranscriptText: store,
    olderTranscriptFile: store,
    listParts: [...find, buckets.inspectUploads, buckets.listParts],
    completeUpload: [
      ...find,
      tables.uploads('PutItem'),
      buckets.inspectUploads,
      buckets.receiveParts,
      stage.requestChecks,
    ],
    getUpload: find,
    listUploads: [tables.uploads('BatchGetItem'), ...tables.uploadLists],
    deleteUpload: [removeUploads(stage.data)],
  };
};

const listOrders = ({ data }: RouteStage): Grant[] => {
  const tables = tableGrants(data);
  return [
    readSettings('reconcileAfterMinutes'),
    tables.ordersOfOwners,
    tables.attention,
    tables.heldPayments,
    tables.orders('BatchGetItem'),
  ];
};

const orderRoutes = (stage: RouteStage) => {
  const tables = tableGrants(stage.data);
  return {
    createOrder: [
      readSettings('trustedAmounts'),
      tables.uploads('BatchGetItem', 'GetItem', 'PutItem'),
      tables.orders('PutItem'),
      tables.answerOnce,
    ],
    getOrder: [tables.orders('Query')],
    listOrders: listOrders(stage),
    orderTimeline: [tables.orders('Query')],
  };
};

const deliveryRoutes = (stage: RouteStage) => {
  const tables = tableGrants(stage.data);
  const settings = readSettings('delivery');
  const serve = [settings, bucketGrants(stage.data).serveFiles, ...stage.signing];
  const download = [...serve, ...findUpload(stage)];
  const track = [...download, tables.orders('Query')];
  const ofOrder = [tables.orders('Query'), tables.linksOfOrders, tables.links('BatchGetItem')];
  const revokeLink = [tables.orders('Query'), tables.links('GetItem', 'PutItem')];
  const retargetLink = [...ofOrder, ...revokeLink];
  const drawLink = [settings, tables.links('GetItem')];
  return {
    downloadUpload: download,
    olderDownload: download,
    downloadLegacyFile: [...download, tables.uploads('BatchGetItem'), tables.uploadsByLegacyPath],
    downloadOrderFile: [...serve, tables.orders('Query'), tables.uploads('GetItem')],
    trackUrl: track,
    trackStream: track,
    olderTrackUrl: track,
    olderTrackStream: track,
    createLink: [settings, ...ofOrder, tables.links('PutItem'), tables.answerOnce],
    listOrderLinks: ofOrder,
    retargetLink,
    retargetOrderLink: retargetLink,
    revokeLink,
    revokeOrderLink: revokeLink,
    listLinks: [tables.linksOfMakers, tables.links('BatchGetItem')],
    followLink: [
      ...serve,
      tables.links('GetItem', 'UpdateItem'),
      tables.orders('Query'),
      tables.uploads('BatchGetItem'),
    ],
    linkQrSvg: drawLink,
    linkQrPng: drawLink,
  };
};

const sessionAndJobRoutes = ({ data, bus }: RouteStage) => {
  const tables = tableGrants(data);
  const end = endJobs({ data, bus });
  return {
    createSession: [readSettings('sessionHours'), tables.sessions('PutItem')],
    claimSession: [
      readSettings('sessionHours'),
      tables.sessions('GetItem', 'PutItem', 'UpdateItem'),
      ...moveBelongings(data),
    ],
    createJob: [
      tables.uploads('BatchGetItem', 'GetItem', 'PutItem'),
      tables.jobs('GetItem', 'PutItem'),
      tables.answerOnce,
      publishEvents(bus, jobEvents.source, jobEvents.created),
    ],
    listJobs: [tables.jobs('BatchGetItem'), tables.jobsOfOwners],
    getJob: [tables.jobs('GetItem')],
    finishJob: end,
    failJob: end,
  };
};

const operatorRoutes = (stage: RouteStage) => {
  const { data, bus, migrations } = stage;
  const tables = tableGrants(data);
  const repair = [tables.orders('Query', 'PutItem'), tables.uploads('BatchGetItem')];
  const promote = [tables.uploads('GetItem'), requestPromotions(bus)];
  const cleanUp = [
    readSettings('sweepHours', 'temporaryDays'),
    removeUploads(data),
    tables.expiringUploads,
  ];
  return {
    promoteUpload: promote,
    olderPromote: promote,
    handOverUploads: [tables.uploads('GetItem', 'PutItem'), tables.jobs('BatchGetItem')],
    cleanUp,
    olderCleanUp: cleanUp,
    countAttention: listOrders(stage),
    search: [
      tables.orders('BatchGetItem', 'GetItem', 'Query'),
      tables.ordersOfOwners,
      tables.uploads('BatchGetItem', 'GetItem'),
      tables.uploadsOfOwners,
      tables.uploadsByLegacyPath,
      tables.batches('BatchGetItem'),
      tables.jobs('GetItem'),
      tables.links('GetItem'),
    ],
    getStats: [tables.stats('Query')],
    olderStats: [tables.stats('Query')],
    retryOrder: [...repair, migrations.start],
    compensateOrder: [
      ...repair,
      readSettings('categories', 'reconcileAfterMinutes'),
      bucketGrants(data).removeCopies,
      ...Object.values(migrations),
    ],
  };
};

const batchRoutes = ({ data, bulk }: RouteStage) => {
  const tables = tableGrants(data);
  const batch = [
    readSettings('bulkSources', 'categories'),
    tables.batches('BatchGetItem', 'GetItem', 'PutItem', 'Query'),
    tables.batchesByCreation,
    tables.answerOnce,
    bucketGrants(data).nameFiles,
    bulk,
  ];
  return {
    createBatch: batch,
    listBatches: batch,
    getBatch: batch,
    listBatchFiles: batch,
    startBatch: batch,
    pauseBatch: batch,
    resumeBatch: batch,
    cancelBatch: batch,
    verifyBatch: batch,
    rollbackBatch: batch,
    olderCreateBatch: batch,
    olderListBatches: batch,
    olderProcess: batch,
    olderProgress: batch,
    olderBatchFiles: batch,
    olderVerify: batch,
    olderRollback: batch,
  };
};

/** Grants of each route. */
export const routeGrants = (stage: RouteStage): RouteGrants => ({
  ...uploadRoutes(stage),
  ...orderRoutes(stage),
  ...deliveryRoutes(stage),
  ...sessionAndJobRoutes(stage),
  ...operatorRoutes(stage),
  ...batchRoutes(stage),
});
