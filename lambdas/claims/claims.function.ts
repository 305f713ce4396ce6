import { serveRoutes } from '../shared/serve-routes.ts';
import { claimSessionRoute } from './claim-session-route.ts';

/** What a session owns, handed over to an owner who has logged in. */
export const handler = serveRoutes('claims', { 'POST /sessions/claim': claimSessionRoute });
