import { jobEvents } from '../../core/event-names.ts';
import { endJobs, moveBelongings } from '../jobs/job-grants.ts';
import { bucketGrants, removeUploads } from '../shared/bucket-grants.ts';
import { type Grant, publishEvents, readSettings } from '../shared/grants.ts';
import { tableGrants } from '../shared/table-grants.ts';
import { listOrders } from './operator-grants.ts';
import { recordActs } from './recorded-acts.ts';
import type { OwnersRoute, OwnersStage, RouteGrants } from './route-stage.ts';

/** Settings about accepted files, and how long they stay. */
const announce = readSettings(
  'categories',
  'quotas',
  'sweepHours',
  'temporaryDays',
  'usersMayKeep',
);

/** Grants of owners' and public routes, each of which records an act if it may be an operator's. */
export const ownersGrants = (stage: OwnersStage): RouteGrants<OwnersRoute> =>
  recordActs(stage.data, {
    ...uploadRoutes(stage),
    ...orderRoutes(stage),
    ...deliveryRoutes(stage),
    ...sessionAndJobRoutes(stage),
  });

const uploadRoutes = (stage: OwnersStage) => {
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
  const store = [...announcing, readSettings('scan'), buckets.inspectUploads];
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
      readSettings('scan'),
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

// A worker reaches what a running job works on: the upload says which jobs to ask.
const findUpload = ({ data }: OwnersStage): Grant[] => {
  const tables = tableGrants(data);
  return [tables.uploads('GetItem'), tables.jobs('BatchGetItem')];
};

const orderRoutes = (stage: OwnersStage) => {
  const tables = tableGrants(stage.data);
  return {
    createOrder: [
      ...stage.challenge,
      readSettings('trustedAmounts'),
      tables.uploads('BatchGetItem', 'GetItem', 'PutItem'),
      tables.orders('PutItem'),
      tables.answerOnce,
    ],
    getOrder: [tables.orders('Query')],
    listOrders: listOrders(stage),
    orderTimeline: [tables.orders('Query'), tables.uploads('BatchGetItem')],
    replaceOrderFile: [tables.orders('Query', 'PutItem'), tables.uploads('GetItem', 'PutItem')],
    settlePayment: [tables.orders('Query', 'PutItem')],
  };
};

const deliveryRoutes = (stage: OwnersStage) => {
  const tables = tableGrants(stage.data);
  const settings = readSettings('delivery');
  const serve = [
    settings,
    bucketGrants(stage.data).serveFiles,
    // A smaller picture, and its original.
    tables.uploads('BatchGetItem'),
    ...stage.signing,
  ];
  const download = [...serve, ...findUpload(stage)];
  const track = [...download, tables.orders('Query')];
  const ofOrder = [tables.orders('Query'), tables.linksOfOrders, tables.links('BatchGetItem')];
  const revokeLink = [tables.orders('Query'), tables.links('GetItem', 'PutItem')];
  const retargetLink = [...ofOrder, ...revokeLink];
  const drawLink = [settings, tables.links('GetItem')];
  return {
    downloadUpload: download,
    olderDownload: download,
    downloadLegacyFile: [...download, tables.uploadsByLegacyPath],
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
    followLink: [...serve, tables.links('GetItem', 'UpdateItem'), tables.orders('Query')],
    linkQrSvg: drawLink,
    linkQrPng: drawLink,
  };
};

const sessionAndJobRoutes = ({ data, bus, challenge }: OwnersStage) => {
  const tables = tableGrants(data);
  const end = [...endJobs({ data, bus }), readSettings('usersMayKeep')];
  return {
    createSession: [...challenge, readSettings('sessionHours'), tables.sessions('PutItem')],
    claimSession: [
      readSettings('sessionHours'),
      tables.sessions('GetItem', 'PutItem', 'UpdateItem'),
      ...moveBelongings(data),
    ],
    createJob: [
      readSettings('usersMayKeep'),
      tables.uploads('BatchGetItem', 'GetItem', 'PutItem'),
      tables.jobs('GetItem', 'PutItem'),
      tables.answerOnce,
      publishEvents(bus, jobEvents.source, jobEvents.created),
    ],
    listJobs: [tables.jobs('BatchGetItem'), tables.jobsOfOwners, tables.jobsByStatus],
    getJob: [tables.jobs('GetItem')],
    finishJob: end,
    failJob: end,
  };
};
