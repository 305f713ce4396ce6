import { serveRoutes } from '../shared/serve-routes.ts';
import { answering } from '../shared/wiring.ts';
import { completeUploadRoute } from './complete-upload-route.ts';
import { getUploadRoute } from './get-upload-route.ts';
import { listPartsRoute } from './list-parts-route.ts';
import { listUploadsRoute } from './list-uploads-route.ts';
import { olderUploadRoutes } from './older-uploads.ts';
import { storePorts, storeTextRoute } from './store-text-route.ts';

const older = (key: keyof ReturnType<typeof olderUploadRoutes>) => () =>
  olderUploadRoutes({ ...storePorts(), ...answering() })[key];

/** An owner's uploads, once their URLs are signed. */
export const handler = serveRoutes('uploads', {
  'GET /uploads': listUploadsRoute,
  'POST /uploads/text': storeTextRoute,
  'GET /uploads/{id}': getUploadRoute,
  'GET /uploads/{id}/parts': listPartsRoute,
  'POST /uploads/{id}/complete': completeUploadRoute,
  'POST /api/upload/video': older('POST /api/upload/video'),
  'POST /api/upload/transcript-file': older('POST /api/upload/transcript-file'),
  'POST /api/upload/transcript-text': older('POST /api/upload/transcript-text'),
});
