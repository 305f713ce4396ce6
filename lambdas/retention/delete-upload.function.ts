import { deleteUpload } from '../../core/retention/delete-upload.ts';
import { httpHandler } from '../shared/http.ts';
import { removing } from '../shared/removing.ts';

const deps = removing();

/** DELETE /uploads/{id} */
export const handler = httpHandler(async ({ caller, id }) => {
  await deleteUpload(deps, caller, id);
  return { status: 204 };
});
