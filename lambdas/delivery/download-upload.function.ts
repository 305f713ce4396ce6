import { httpHandler } from '../shared/http.ts';
import { jobs, uploads } from '../shared/wiring.ts';
import { downloadUploadRoute } from './download-routes.ts';
import { resolving } from './resolving.ts';

/** GET /uploads/{id}/download */
export const handler = httpHandler(
  downloadUploadRoute({ ...resolving(), uploads: uploads(), jobs: jobs() }),
);
