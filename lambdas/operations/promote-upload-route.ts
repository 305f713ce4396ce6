import { requestPromotion } from '../../core/promotions/request-promotion.ts';
import { uploadView } from '../../core/uploads/model/upload-view.ts';
import { answers, byId, type Route } from '../shared/http.ts';
import { bus, uploads } from '../shared/wiring.ts';

/** POST /uploads/{id}/promote */
export const promoteUploadRoute = (): Route => {
  const deps = { uploads: uploads(), bus: bus() };
  return byId(answers(async ({ id }) => uploadView(await requestPromotion(deps, id)), 202));
};
