import { claimSession } from '../../../core/claims/claim-session.ts';
import { requestPromotion } from '../../../core/promotions/request-promotion.ts';
import { cleanUp } from '../../../core/retention/clean-up.ts';
import { deleteUpload } from '../../../core/retention/delete-upload.ts';
import { eraseOwner } from '../../../core/retention/erase-owner.ts';
import { getStats } from '../../../core/retention/get-stats.ts';
import { holdUpload, listHolds, releaseUpload } from '../../../core/retention/hold-upload.ts';
import { overruleScan } from '../../../core/scans/overrule-scan.ts';
import { createSession } from '../../../core/sessions/create-session.ts';
import { completeUpload } from '../../../core/uploads/complete-upload.ts';
import { createUpload } from '../../../core/uploads/create-upload.ts';
import { handOverUploads } from '../../../core/uploads/hand-over.ts';
import { listParts } from '../../../core/uploads/list-parts.ts';
import { listUploads } from '../../../core/uploads/list-uploads.ts';
import { uploadView } from '../../../core/uploads/model/upload-view.ts';
import { visibleUpload } from '../../../core/uploads/reach-upload.ts';
import { signParts } from '../../../core/uploads/sign-parts.ts';
import { storeText } from '../../../core/uploads/store-text.ts';
import { answers, byId, type Route } from '../../../lambdas/shared/http.ts';
import { idempotent } from '../../../lambdas/shared/idempotent.ts';
import { MemorySigner } from '../../fakes/uploads/memory-signer.ts';
import type { StageWorld } from './stage-world.ts';

/** Sessions, uploads and their upkeep, as the functions of lambdas/ put them together. */
export const uploadRoutes = (world: StageWorld) => {
  const deps = { ...world, signer: new MemorySigner() };
  return {
    createSession: answers(() => createSession(deps), 201),
    claimSession: answers(({ caller, body }) => claimSession(deps, caller, body)),
    createUpload: idempotent(
      deps,
      answers(({ caller, body }, ids) => createUpload({ ...deps, ids }, caller, body), 201),
    ),
    listUploads: answers(async ({ caller, query }) => {
      const page = await listUploads(deps, caller, query);
      return { ...page, uploads: page.uploads.map(uploadView) };
    }),
    storeText: idempotent(
      deps,
      answers(
        async ({ caller, body }, ids) =>
          uploadView(await storeText({ ...deps, ids }, caller, body)),
        201,
      ),
    ),
    signParts: byId(answers(({ caller, id, body }) => signParts(deps, caller, id, body))),
    listParts: byId(answers(({ caller, id }) => listParts(deps, caller, id))),
    completeUpload: byId(async ({ caller, id, body }) => {
      const upload = await completeUpload(deps, caller, id, body);
      return { status: upload.status === 'checking' ? 202 : 200, body: uploadView(upload) };
    }),
    getUpload: byId(
      answers(async ({ caller, id }) => uploadView(await visibleUpload(deps, caller, id))),
    ),
    promoteUpload: byId(
      answers(async ({ id }) => uploadView(await requestPromotion(deps, id)), 202),
    ),
    handOverUploads: answers(({ body }) => handOverUploads(deps, body)),
    deleteUpload: byId(answers(({ caller, id }) => deleteUpload(deps, caller, id), 204)),
    cleanUp: answers(({ caller, body }) => cleanUp(deps, caller, body, () => {})),
    holdUpload: byId(answers(({ caller, id, body }) => holdUpload(deps, caller, id, body))),
    releaseUpload: byId(answers(({ id }) => releaseUpload(deps, id), 204)),
    overruleScan: byId(
      answers(async ({ id, body }) => uploadView(await overruleScan(deps, id, body))),
    ),
    listHolds: answers(() => listHolds(deps)),
    eraseOwner: answers(({ caller, body }) => eraseOwner(deps, caller, body, () => {})),
    getStats: answers(({ query }) => getStats(deps, query)),
  } satisfies Record<string, Route>;
};
