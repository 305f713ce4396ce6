import { type RouteName, routeFunctions, routeKey } from '../../../core/route-functions.ts';
import { batchRoutes } from '../../../lambdas/bulk/batch-routes.ts';
import {
  downloadLegacyFileRoute,
  downloadOrderFileRoute,
  downloadUploadRoute,
  trackRoute,
} from '../../../lambdas/delivery/download-routes.ts';
import { followLinkRoute } from '../../../lambdas/delivery/follow-link-route.ts';
import { linkQrRoute } from '../../../lambdas/delivery/link-qr-route.ts';
import {
  createLinkRoute,
  listOrderLinksRoute,
  retargetLinkRoute,
  revokeLinkRoute,
} from '../../../lambdas/delivery/link-routes.ts';
import { listLinksRoute } from '../../../lambdas/operations/list-links-route.ts';
import { olderCleanUpOptions } from '../../../lambdas/operations/older-clean-up.ts';
import type { Route } from '../../../lambdas/shared/http.ts';
import { idempotent } from '../../../lambdas/shared/idempotent.ts';
import { olderUploadRoutes } from '../../../lambdas/uploads/older-uploads.ts';
import { orderRoutes } from './order-routes.ts';
import type { StageWorld } from './stage-world.ts';
import { uploadRoutes } from './upload-routes.ts';

type Served<Names extends readonly RouteName[]> = Record<Names[number], Route>;

const batchNames = routeFunctions.batches;

const everyBatchRoute = (world: StageWorld) => {
  const table: Readonly<Record<string, () => Route>> = batchRoutes(() => world);
  const routeOf = (name: (typeof batchNames)[number]): Route => {
    const wire = table[routeKey(name)];
    if (!wire) throw new Error(`no route ${name}`);
    return wire();
  };
  return Object.fromEntries(batchNames.map((name) => [name, routeOf(name)])) as Served<
    typeof batchNames
  >;
};

/** The paths of older systems. */
const olderRoutes = (world: StageWorld) => {
  const stored = olderUploadRoutes(world);
  const { promoteUpload, cleanUp, getStats } = uploadRoutes(world);
  const track = trackRoute(world);
  return {
    olderVideo: stored['POST /api/upload/video'],
    olderTranscriptText: stored['POST /api/upload/transcript-text'],
    olderTranscriptFile: stored['POST /api/upload/transcript-file'],
    olderDownload: downloadUploadRoute(world),
    olderPromote: promoteUpload,
    olderCleanUp: (request: Parameters<Route>[0]) =>
      cleanUp({ ...request, body: olderCleanUpOptions(request.query) }),
    olderStats: getStats,
    trackUrl: track,
    trackStream: track,
    olderTrackUrl: track,
    olderTrackStream: track,
  };
};

/** Every route of the API over the world's ports. */
export const stageRoutes = (world: StageWorld): Record<RouteName, Route> => {
  const code = linkQrRoute(world);
  return {
    ...uploadRoutes(world),
    ...orderRoutes(world),
    ...everyBatchRoute(world),
    ...olderRoutes(world),
    downloadUpload: downloadUploadRoute(world),
    downloadLegacyFile: downloadLegacyFileRoute(world),
    downloadOrderFile: downloadOrderFileRoute(world),
    createLink: idempotent(world, createLinkRoute(world)),
    listOrderLinks: listOrderLinksRoute(world),
    listLinks: listLinksRoute(world),
    retargetOrderLink: retargetLinkRoute(world),
    revokeOrderLink: revokeLinkRoute(world),
    retargetLink: retargetLinkRoute(world),
    revokeLink: revokeLinkRoute(world),
    followLink: followLinkRoute(world),
    linkQrSvg: code,
    linkQrPng: code,
  };
};
