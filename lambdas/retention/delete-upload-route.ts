import { deleteUpload } from '../../core/retention/delete-upload.ts';
import { answers, byId, type Route } from '../shared/http.ts';
import { removing } from '../shared/removing.ts';

/** DELETE /uploads/{id} */
export const deleteUploadRoute = (): Route => {
  const deps = removing();
  return byId(answers(({ caller, id }) => deleteUpload(deps, caller, id), 204));
};
