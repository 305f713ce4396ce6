import { serveRoutes } from '../shared/serve-routes.ts';
import { createUploadRoute } from './create-upload-route.ts';
import { signPartsRoute } from './sign-parts-route.ts';

// Wired while the function starts and not at the first request, because most starts serve this
// route.
const createUpload = createUploadRoute();

/**
 * Signs the URLs that clients send their files to. The function can put objects below `temp/` and
 * cannot read them.
 */
export const handler = serveRoutes('presign', {
  'POST /uploads': () => createUpload,
  'POST /uploads/{id}/parts': signPartsRoute,
});
