import { downloadUploadRoute } from './shared/delivery/download-routes.ts';
import { resolving } from './shared/delivery/resolving.ts';
import { httpHandler } from './shared/http.ts';
import { jobs, uploads } from './shared/wiring.ts';

/** GET /uploads/{id}/download */
export const handler = httpHandler(downloadUploadRoute({ ...resolving(), uploads: uploads(), jobs: jobs() }));
