import { deleteUpload } from '../../core/retention/delete-upload.ts';
import { byId, type Route } from '../shared/http.ts';
import { removing } from '../shared/removing.ts';

/** DELETE /uploads/{id} */
export const deleteUploadRoute = (): Route => {
  const deps = removing();
  return byId(async ({ caller, id }) => {
    await deleteUpload(deps, caller, id);
    return { status: 204 };
  });
};
