import { listParts } from '../../core/uploads/list-parts.ts';
import { answers, byId, type Route } from '../shared/http.ts';
import { jobs, multiparts, objects, uploads } from '../shared/wiring.ts';

/** GET /uploads/{id}/parts */
export const listPartsRoute = (): Route => {
  const deps = { uploads: uploads(), jobs: jobs(), multiparts: multiparts(), objects: objects() };
  return byId(answers(({ caller, id }) => listParts(deps, caller, id)));
};
