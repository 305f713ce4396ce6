import { serveRoutes } from '../shared/serve-routes.ts';
import { createSessionRoute } from './create-session-route.ts';

/** Anonymous visitors' sessions. */
export const handler = serveRoutes('sessions', { 'POST /sessions': createSessionRoute });
