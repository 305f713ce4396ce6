import { listUploads } from '../../core/uploads/list-uploads.ts';
import { uploadView } from '../../core/uploads/model/upload-view.ts';
import { answers, type Route } from '../shared/http.ts';
import { uploads } from '../shared/wiring.ts';

/** GET /uploads */
export const listUploadsRoute = (): Route => {
  const deps = { uploads: uploads() };
  return answers(async ({ caller, query }) => {
    const page = await listUploads(deps, caller, query);
    return { ...page, uploads: page.uploads.map(uploadView) };
  });
};
