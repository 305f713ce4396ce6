import { serveRoutes } from '../shared/serve-routes.ts';
import { createUploadRoute } from './create-upload-route.ts';
import { signPartsRoute } from './sign-parts-route.ts';

// Wired while the function starts and not at the first request, because most starts serve this
// route.
const createUpload = createUploadRoute();

/** Signs URLs for clients' files. May put objects below `temp/`, and read none. */
export const handler = serveRoutes('presign', {
  'POST /uploads': () => createUpload,
  'POST /uploads/{id}/parts': signPartsRoute,
});
