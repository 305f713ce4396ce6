import type { EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { routes } from '../../core/contract.ts';
import { jobHandlers } from '../jobs/job-handlers.ts';
import { bucketGrants, removeUploads } from '../shared/bucket-grants.ts';
import { type Grant, mergeGrants, readSettings } from '../shared/grants.ts';
import { type FunctionDefaults, NodeFunction } from '../shared/node-function.ts';
import type { StageData } from '../shared/stage-data.ts';
import { tableGrants } from '../shared/table-grants.ts';

type ApiHandlersProps = {
  data: StageData;
  defaults: FunctionDefaults;
  /** What signing delivery URLs takes; nothing where storage signs its own. */
  signing: readonly Grant[];
  /** May ask the worker to read a large file. */
  requestChecks: Grant;
  bus: EventBus;
  /** What starting work on batches takes. */
  bulk: Grant;
  /** What starting, and taking over, order migrations takes. */
  migrations: { start: Grant; observe: Grant; alert: Grant };
};

/** The functions behind the API: one per route, and the authorizer before them. */
export class ApiHandlers extends Construct {
  readonly authorizer: NodeFunction;
  readonly byRoute: Readonly<Record<keyof typeof routes, NodeFunction>>;

  constructor(
    scope: Construct,
    id: string,
    { data, defaults, signing, requestChecks, bus, bulk, migrations }: ApiHandlersProps,
  ) {
    super(scope, id);
    const tables = tableGrants(data);
    const buckets = bucketGrants(data);
    // A client is waiting; API Gateway would give up at 30 s.
    const handler = (name: string, ...grants: Grant[]) =>
      new NodeFunction(this, name, { defaults, grants, timeoutSeconds: 10, memoryMiB: 1024 });
    // As long as API Gateway waits.
    const patient = (name: string, ...grants: Grant[]) =>
      new NodeFunction(this, name, { defaults, grants, timeoutSeconds: 29, memoryMiB: 1024 });
    this.authorizer = handler('authorizer', readSettings('auth'), tables.sessions('GetItem'));
    const serve = [readSettings('delivery'), buckets.serveFiles, ...signing];
    // A worker reaches what a running job works on: the upload says which jobs to ask.
    const findUpload = mergeGrants([tables.uploads('GetItem'), tables.jobs('BatchGetItem')]);
    const qr = handler('link-qr', readSettings('delivery'), tables.links('GetItem'));
    const batch = handler(
      'batches',
      readSettings('bulkSources', 'categories'),
      tables.batches('BatchGetItem', 'GetItem', 'PutItem', 'Query'),
      tables.batchesByCreation,
      tables.answerOnce,
      buckets.nameFiles,
      bulk,
    );
    const record = tables.orders('Query', 'PutItem');
    // What may be announced, and how long it stays.
    const announcing = readSettings(
      'categories',
      'quotas',
      'sweepHours',
      'temporaryDays',
      'usersMayKeep',
    );
    // It removes what is left of up to 99 files; an operator can wait as long as API Gateway does.
    const compensate = new NodeFunction(this, 'compensate-order', {
      defaults,
      grants: [
        readSettings('categories', 'reconcileAfterMinutes'),
        record,
        tables.uploads('BatchGetItem'),
        buckets.removeCopies,
        ...Object.values(migrations),
      ],
      timeoutSeconds: 29,
      memoryMiB: 1024,
    });
    // The older paths of an upload service are served by the functions of the new ones.
    const downloadUpload = handler(
      'download-upload',
      ...serve,
      findUpload,
      tables.uploads('BatchGetItem'),
      tables.uploadsByLegacyPath,
    );
    const downloadOrderFile = handler(
      'download-order-file',
      ...serve,
      tables.orders('Query'),
      findUpload,
    );
    const getStats = handler('get-stats', tables.stats('Query'));
    const cleanUp = patient(
      'clean-up',
      readSettings('sweepHours', 'temporaryDays'),
      removeUploads(data),
      tables.expiringUploads,
    );
    const storeText = handler(
      'store-text',
      announcing,
      tables.uploads('GetItem', 'PutItem'),
      tables.quotas,
      tables.answerOnce,
      buckets.receiveUploads,
      buckets.inspectUploads,
    );
    const jobs = jobHandlers({ handler, patient }, { data, bus });
    this.byRoute = {
      ...jobs,
      olderPromote: jobs.promoteUpload,
      createSession: handler(
        'create-session',
        readSettings('sessionHours'),
        tables.sessions('PutItem'),
      ),
      // A presigned URL can do what its signer may do: below temp/ put an object, or drop the parts
      // of one; it is signed for the former.
      createUpload: handler(
        'create-upload',
        announcing,
        readSettings('abortMultipartDays', 'multipartBytes', 'presignSeconds'),
        tables.uploads('GetItem', 'PutItem'),
        tables.jobs('GetItem'),
        tables.quotas,
        tables.answerOnce,
        buckets.receiveUploads,
        buckets.dropParts,
      ),
      storeText,
      olderVideo: storeText,
      olderTranscriptText: storeText,
      olderTranscriptFile: storeText,
      signParts: handler(
        'sign-parts',
        readSettings('presignSeconds'),
        findUpload,
        buckets.signParts,
      ),
      listParts: handler('list-parts', findUpload, buckets.inspectUploads, buckets.listParts),
      // S3 may take its time to make one object of thousands of parts.
      completeUpload: patient(
        'complete-upload',
        findUpload,
        tables.uploads('PutItem'),
        buckets.inspectUploads,
        buckets.receiveParts,
        requestChecks,
      ),
      deleteUpload: patient('delete-upload', removeUploads(data)),
      cleanUp,
      olderCleanUp: cleanUp,
      getStats,
      olderStats: getStats,
      getUpload: handler('get-upload', findUpload),
      createOrder: handler(
        'create-order',
        readSettings('trustedAmounts'),
        tables.uploads('BatchGetItem', 'GetItem', 'PutItem'),
        tables.orders('PutItem'),
        tables.answerOnce,
      ),
      getOrder: handler('get-order', tables.orders('Query')),
      listOrders: handler(
        'list-orders',
        readSettings('reconcileAfterMinutes'),
        tables.ordersOfOwners,
        tables.attention,
        tables.orders('BatchGetItem'),
      ),
      orderTimeline: handler('order-timeline', tables.orders('Query')),
      retryOrder: handler('retry-order', record, tables.uploads('BatchGetItem'), migrations.start),
      compensateOrder: compensate,
      downloadUpload,
      olderDownload: downloadUpload,
      downloadLegacyFile: downloadUpload,
      downloadOrderFile,
      trackUrl: downloadOrderFile,
      trackStream: downloadOrderFile,
      olderTrackUrl: downloadOrderFile,
      olderTrackStream: downloadOrderFile,
      createLink: handler(
        'create-link',
        readSettings('delivery'),
        tables.orders('Query'),
        tables.links('PutItem'),
        tables.answerOnce,
      ),
      retargetLink: handler(
        'retarget-link',
        tables.orders('Query'),
        tables.links('GetItem', 'PutItem'),
      ),
      revokeLink: handler(
        'revoke-link',
        tables.orders('Query'),
        tables.links('GetItem', 'PutItem'),
      ),
      followLink: handler(
        'follow-link',
        ...serve,
        tables.links('GetItem', 'UpdateItem'),
        tables.orders('Query'),
        tables.uploads('BatchGetItem'),
      ),
      linkQrSvg: qr,
      linkQrPng: qr,
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
  }
}
