import { deleteUpload } from '../../core/retention/delete-upload.ts';
import { answers, byId, type Route } from '../shared/http.ts';
import { removalPorts } from '../shared/removal-ports.ts';

/** DELETE /uploads/{id} */
export const deleteUploadRoute = (): Route => {
  const deps = removalPorts();
  return byId(answers(({ caller, id }) => deleteUpload(deps, caller, id), 204));
};
