import { downloadOrderFile, downloadUpload } from '../../core/delivery/download-file.ts';
import type { ResolveDeps } from '../../core/delivery/resolve-file.ts';
import type { Orders } from '../../core/orders/ports.ts';
import type { Uploads } from '../../core/uploads/ports.ts';
import type { ReachDeps } from '../../core/uploads/reach-upload.ts';
import type { Route } from '../shared/http.ts';
import { answerFile, wantedFormat } from './answer-file.ts';

/** GET /uploads/{id}/download */
export const downloadUploadRoute =
  (deps: ResolveDeps & ReachDeps): Route =>
  async ({ caller, id, query }) => {
    const format = wantedFormat(query);
    return answerFile(await downloadUpload(deps, caller, id), format);
  };

/** GET /orders/{id}/files/{role} */
export const downloadOrderFileRoute =
  (deps: ResolveDeps & { uploads: Uploads; orders: Orders }): Route =>
  async ({ caller, id, params: { role = '' }, query }) => {
    const format = wantedFormat(query);
    return answerFile(await downloadOrderFile(deps, caller, { orderId: id, role }), format);
  };
