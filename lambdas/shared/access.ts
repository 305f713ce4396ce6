import { NotAllowed, NotSignedIn } from '../../core/errors.ts';
import { routes } from '../../core/routes.ts';
import type { Caller } from '../../core/sessions/model/session.ts';

type Access = (typeof routes)[keyof typeof routes]['access'];

const accessOf: ReadonlyMap<string, Access> = new Map(
  Object.values(routes).map(({ method, path, access }) => [`${method} ${path}`, access]),
);

/**
 * Checks every request against the route table, beside its function's own checks: only operators
 * reach operators' routes, and only public routes answer without a caller.
 */
export const assertAccess = (routeKey: string, caller: Caller | undefined): void => {
  const access = accessOf.get(routeKey);
  if (access === undefined || access === 'public') return;
  if (!caller?.ownerId) throw new NotSignedIn('Send Authorization: Bearer <token>.');
  if (access === 'admin' && !caller.admin)
    throw new NotAllowed(
      'Only operators may do this. Use the token of a member of the admin group.',
    );
};
