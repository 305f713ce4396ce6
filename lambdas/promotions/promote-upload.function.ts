import { requestPromotion } from '../../core/promotions/request-promotion.ts';
import { uploadView } from '../../core/uploads/model/upload-view.ts';
import { adminOnly, httpHandler } from '../shared/http.ts';
import { bus, uploads } from '../shared/wiring.ts';

const deps = { uploads: uploads(), bus: bus() };

/** POST /uploads/{id}/promote */
export const handler = httpHandler(
  adminOnly(async ({ id }) => ({
    status: 202,
    body: uploadView(await requestPromotion(deps, id)),
  })),
);
