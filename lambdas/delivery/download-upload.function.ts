import { httpHandler } from '../shared/http.ts';
import { jobs, uploads } from '../shared/wiring.ts';
import { downloadLegacyFileRoute, downloadUploadRoute } from './download-routes.ts';
import { resolving } from './resolving.ts';

const deps = { ...resolving(), uploads: uploads(), jobs: jobs() };

const byId = downloadUploadRoute(deps);
const byLegacyPath = downloadLegacyFileRoute(deps);

/** GET /uploads/{id}/download, its older path, and GET /legacy?path= */
export const handler = httpHandler((request) =>
  request.params.id === undefined ? byLegacyPath(request) : byId(request),
);
