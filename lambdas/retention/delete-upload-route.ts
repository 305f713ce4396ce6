import { deleteUpload } from '../../core/retention/delete-upload.ts';
import type { Route } from '../shared/http.ts';
import { removing } from '../shared/removing.ts';

/** DELETE /uploads/{id} */
export const deleteUploadRoute = (): Route => {
  const deps = removing();
  return async ({ caller, id }) => {
    await deleteUpload(deps, caller, id);
    return { status: 204 };
  };
};
