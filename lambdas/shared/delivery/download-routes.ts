import type { Orders, Uploads } from '../../../core/ports.ts';
import { downloadOrderFile, downloadUpload } from '../../../core/use-cases/download-file.ts';
import type { ReachDeps } from '../../../core/use-cases/reach-upload.ts';
import type { ResolveDeps } from '../../../core/use-cases/resolve-file.ts';
import type { Route } from '../http.ts';
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
