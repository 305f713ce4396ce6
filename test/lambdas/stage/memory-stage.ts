import type { FileCategory, routes } from '../../../core/contract.ts';
import { batchRoutes } from '../../../lambdas/bulk/batch-routes.ts';
import {
  downloadOrderFileRoute,
  downloadUploadRoute,
} from '../../../lambdas/delivery/download-routes.ts';
import { followLinkRoute } from '../../../lambdas/delivery/follow-link-route.ts';
import { linkQrRoute } from '../../../lambdas/delivery/link-qr-route.ts';
import {
  createLinkRoute,
  retargetLinkRoute,
  revokeLinkRoute,
} from '../../../lambdas/delivery/link-routes.ts';
import type { Route } from '../../../lambdas/shared/http.ts';
import { MemoryBatches } from '../../fakes/bulk/memory-batches.ts';
import { MemoryBulkRuns } from '../../fakes/bulk/memory-bulk-runs.ts';
import { MemoryOrderLists } from '../../fakes/orders/memory-order-lists.ts';
import { MemoryIdempotentRequests } from '../../fakes/shared/memory-idempotent-requests.ts';
import { aRouteWorld } from '../delivery/world.ts';
import { orderRoutes } from './order-routes.ts';
import { uploadRoutes } from './upload-routes.ts';

export type RouteName = keyof typeof routes;

const transcript: FileCategory = {
  prefix: 'transcripts',
  contentTypes: ['text/plain'],
  maxSizeBytes: 1_000_000,
  storageClass: 'STANDARD',
};

/** Every port in memory, for every route of the API. */
export const aStageWorld = () => {
  const world = aRouteWorld();
  return {
    ...world,
    lists: new MemoryOrderLists(world.orders),
    requests: new MemoryIdempotentRequests(),
    batches: new MemoryBatches(world.clock),
    runs: new MemoryBulkRuns(),
    categories: { ...world.categories, transcript },
    sourceBuckets: ['legacy'],
    reconcileAfterMinutes: 60,
    trustedAmounts: false,
  };
};

export type StageWorld = ReturnType<typeof aStageWorld>;

/** Every route of the API over the world's ports. */
export const stageRoutes = (world: StageWorld): Record<RouteName, Route> => {
  const batches = batchRoutes(world);
  const code = linkQrRoute(world);
  return {
    ...uploadRoutes(world),
    ...orderRoutes(world),
    downloadUpload: downloadUploadRoute(world),
    downloadOrderFile: downloadOrderFileRoute(world),
    createLink: createLinkRoute(world),
    retargetLink: retargetLinkRoute(world),
    revokeLink: revokeLinkRoute(world),
    followLink: followLinkRoute(world),
    linkQrSvg: code,
    linkQrPng: code,
    createBatch: batches,
    listBatches: batches,
    getBatch: batches,
    listBatchFiles: batches,
    startBatch: batches,
    pauseBatch: batches,
    resumeBatch: batches,
    cancelBatch: batches,
    verifyBatch: batches,
    rollbackBatch: batches,
    olderCreateBatch: batches,
    olderListBatches: batches,
    olderProcess: batches,
    olderProgress: batches,
    olderBatchFiles: batches,
    olderVerify: batches,
    olderRollback: batches,
  };
};
