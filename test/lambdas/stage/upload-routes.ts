import { claimSession } from '../../../core/claims/claim-session.ts';
import { requestPromotion } from '../../../core/promotions/request-promotion.ts';
import { cleanUp } from '../../../core/retention/clean-up.ts';
import { deleteUpload } from '../../../core/retention/delete-upload.ts';
import { eraseOwner } from '../../../core/retention/erase-owner.ts';
import { getStats } from '../../../core/retention/get-stats.ts';
import { holdUpload, listHolds, releaseUpload } from '../../../core/retention/hold-upload.ts';
import { overruleScan } from '../../../core/scans/overrule-scan.ts';
import { createSession } from '../../../core/sessions/create-session.ts';
import { assertNoParameters } from '../../../core/shared/model/parse-query.ts';
import { completeUpload } from '../../../core/uploads/complete-upload.ts';
import { createUpload } from '../../../core/uploads/create-upload.ts';
import { handOverUploads } from '../../../core/uploads/hand-over.ts';
import { listParts } from '../../../core/uploads/list-parts.ts';
import { listUploads } from '../../../core/uploads/list-uploads.ts';
import { uploadView } from '../../../core/uploads/model/upload-view.ts';
import { visibleUpload } from '../../../core/uploads/reach-upload.ts';
import { signParts } from '../../../core/uploads/sign-parts.ts';
import { storeText } from '../../../core/uploads/store-text.ts';
import { byId, type Route } from '../../../lambdas/shared/http.ts';
import { idempotent } from '../../../lambdas/shared/idempotent.ts';
import { MemorySigner } from '../../fakes/uploads/memory-signer.ts';
import type { StageWorld } from './stage-world.ts';

/** Sessions, uploads and their upkeep, as the functions of lambdas/ put them together. */
export const uploadRoutes = (world: StageWorld) => {
  const deps = { ...world, signer: new MemorySigner() };
  return {
    createSession: async () => ({ status: 201, body: await createSession(deps) }),
    claimSession: async ({ caller, body }) => ({
      status: 200,
      body: await claimSession(deps, caller, body),
    }),
    createUpload: idempotent(deps, async ({ caller, body }, ids) => ({
      status: 201,
      body: await createUpload({ ...deps, ids }, caller, body),
    })),
    listUploads: async ({ caller, query }) => {
      const page = await listUploads(deps, caller, query);
      return { status: 200, body: { ...page, uploads: page.uploads.map(uploadView) } };
    },
    storeText: idempotent(deps, async ({ caller, body }, ids) => ({
      status: 201,
      body: uploadView(await storeText({ ...deps, ids }, caller, body)),
    })),
    signParts: byId(async ({ caller, id, body }) => ({
      status: 200,
      body: await signParts(deps, caller, id, body),
    })),
    listParts: byId(async ({ caller, id }) => ({
      status: 200,
      body: await listParts(deps, caller, id),
    })),
    completeUpload: byId(async ({ caller, id, body }) => {
      const upload = await completeUpload(deps, caller, id, body);
      return { status: upload.status === 'checking' ? 202 : 200, body: uploadView(upload) };
    }),
    getUpload: byId(async ({ caller, id }) => ({
      status: 200,
      body: uploadView(await visibleUpload(deps, caller, id)),
    })),
    promoteUpload: byId(async ({ id }) => ({
      status: 202,
      body: uploadView(await requestPromotion(deps, id)),
    })),
    handOverUploads: async ({ body }) => ({ status: 200, body: await handOverUploads(deps, body) }),
    deleteUpload: byId(async ({ caller, id }) => {
      await deleteUpload(deps, caller, id);
      return { status: 204 };
    }),
    cleanUp: async ({ caller, body }) => ({
      status: 200,
      body: await cleanUp(deps, caller, body, () => {}),
    }),
    holdUpload: byId(async ({ caller, id, body }) => ({
      status: 200,
      body: await holdUpload(deps, caller, id, body),
    })),
    releaseUpload: byId(async ({ id }) => {
      await releaseUpload(deps, id);
      return { status: 204 };
    }),
    overruleScan: byId(async ({ id, body }) => ({
      status: 200,
      body: uploadView(await overruleScan(deps, id, body)),
    })),
    listHolds: async ({ query }) => {
      assertNoParameters(query);
      return { status: 200, body: await listHolds(deps) };
    },
    eraseOwner: async ({ caller, body }) => ({
      status: 200,
      body: await eraseOwner(deps, caller, body, () => {}),
    }),
    getStats: async ({ query }) => ({ status: 200, body: await getStats(deps, query) }),
  } satisfies Record<string, Route>;
};
