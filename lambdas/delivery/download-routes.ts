import { downloadOrderFile, downloadUpload } from '../../core/delivery/download-file.ts';
import { downloadLegacyFile } from '../../core/delivery/legacy-file.ts';
import type { ResolveDeps } from '../../core/delivery/resolve-file.ts';
import type { Orders } from '../../core/orders/ports.ts';
import type { Uploads } from '../../core/uploads/ports.ts';
import type { ReachDeps } from '../../core/uploads/reach-upload.ts';
import { byId, type Route } from '../shared/http.ts';
import { answerFile, formatIn, wantedFile } from './answer-file.ts';

/** GET /uploads/{id}/download */
export const downloadUploadRoute = (deps: ResolveDeps & ReachDeps): Route =>
  byId(async ({ caller, id, query }) => {
    const { format, variant } = wantedFile(query);
    return answerFile(await downloadUpload(deps, caller, id, { variant }), format);
  });

/**
 * GET /tracks/{id}/audio/url and …/stream: older players name a track by its upload, or by the
 * order whose audio file it is.
 */
export const trackRoute = (
  deps: ResolveDeps & ReachDeps & { uploads: Uploads; orders: Orders },
): Route =>
  byId(async ({ caller, id, route }) => {
    const file = id.startsWith('ord_')
      ? await downloadOrderFile(deps, caller, { orderId: id, role: 'audio' })
      : await downloadUpload(deps, caller, id);
    return answerFile(file, route.endsWith('/url') ? 'json' : 'redirect');
  });

/** GET /legacy?path= */
export const downloadLegacyFileRoute =
  (deps: Parameters<typeof downloadLegacyFile>[0]): Route =>
  async ({ caller, query }) =>
    answerFile(await downloadLegacyFile(deps, caller, query), formatIn(query));

/** GET /orders/{id}/files/{role} */
export const downloadOrderFileRoute = (
  deps: ResolveDeps & { uploads: Uploads; orders: Orders },
): Route =>
  byId(async ({ caller, id, params: { role }, query }) => {
    const { format, variant } = wantedFile(query);
    const file = await downloadOrderFile(deps, caller, { orderId: id, role, variant });
    return answerFile(file, format);
  });
