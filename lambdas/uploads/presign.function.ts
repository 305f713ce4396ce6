import { serveRoutes } from '../shared/serve-routes.ts';
import { createUploadRoute } from './create-upload-route.ts';
import { signPartsRoute } from './sign-parts-route.ts';

// Wired while the function starts, not at the first request: it is what most starts are for.
const createUpload = createUploadRoute();

/**
 * The URLs that clients send their files to. It can put objects below `temp/`, and not read them.
 */
export const handler = serveRoutes('presign', {
  'POST /uploads': () => createUpload,
  'POST /uploads/{id}/parts': signPartsRoute,
});
