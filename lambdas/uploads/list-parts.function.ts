import { listParts } from '../../core/uploads/list-parts.ts';
import { httpHandler } from '../shared/http.ts';
import { jobs, multiparts, objects, uploads } from '../shared/wiring.ts';

const deps = { uploads: uploads(), jobs: jobs(), multiparts: multiparts(), objects: objects() };

/** GET /uploads/{id}/parts */
export const handler = httpHandler(async ({ caller, id }) => ({
  status: 200,
  body: await listParts(deps, caller, id),
}));
