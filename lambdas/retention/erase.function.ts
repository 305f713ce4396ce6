import { serveRoutes } from '../shared/serve-routes.ts';
import { auditing } from '../shared/wiring.ts';
import { deleteUploadRoute } from './delete-upload-route.ts';

/** An owner's files, taken away. Alone, because nothing else an owner asks for deletes. */
export const handler = serveRoutes(
  'erase',
  { 'DELETE /uploads/{id}': deleteUploadRoute },
  { auditing },
);
