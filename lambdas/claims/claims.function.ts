import { serveRoutes } from '../shared/serve-routes.ts';
import { claimSessionRoute } from './claim-session-route.ts';

/** Hands a session's records over to the owner who logged in. */
export const handler = serveRoutes('claims', { 'POST /sessions/claim': claimSessionRoute });
