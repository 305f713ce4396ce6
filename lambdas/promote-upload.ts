import { uploadView } from '../core/model/upload-view.ts';
import { requestPromotion } from '../core/use-cases/request-promotion.ts';
import { adminOnly, httpHandler } from './shared/http.ts';
import { bus, uploads } from './shared/wiring.ts';

const deps = { uploads: uploads(), bus: bus() };

/** POST /uploads/{id}/promote */
export const handler = httpHandler(adminOnly(async ({ id }) => ({ status: 202, body: uploadView(await requestPromotion(deps, id)) })));
