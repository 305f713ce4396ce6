import { NotAllowed, NotSignedIn } from '../../core/errors.ts';
import { type RouteName, routeKey } from '../../core/route-functions.ts';
import { routes } from '../../core/routes.ts';
import { keyScopes, scopesIn } from '../../core/sessions/model/machine-key.ts';
import { type Caller, isViewerOnly } from '../../core/sessions/model/session.ts';

type Guarded = (typeof routes)[RouteName];

const routeByKey: ReadonlyMap<string, Guarded> = new Map(
  (Object.keys(routes) as RouteName[]).map((name) => [routeKey(name), routes[name]]),
);

/**
 * Checks every request against the route table, beside its function's own checks: only operators
 * reach operators' routes, viewers only look, machine keys do what they were made for, and only
 * public routes answer without a caller. Throws `NotSignedIn` or `NotAllowed`.
 */
export const assertAccess = (key: string, caller: Caller | undefined): void => {
  const route = routeByKey.get(key);
  if (route === undefined || route.access === 'public') return;
  if (!caller?.ownerId) throw new NotSignedIn('Send Authorization: Bearer <token>.');
  if (isViewerOnly(caller) && !changesNothing(route))
    throw new NotAllowed(
      'Viewers look and change nothing. Use the token of a member of the admin group.',
    );
  assertInScope(key, caller);
  assertOperator(caller, route.access);
};

const changesNothing = (route: Guarded): boolean => route.method === 'GET' || 'looks' in route;

const assertInScope = (key: string, { scopes }: Caller): void => {
  if (scopes !== undefined && !keysIn(scopes).includes(key))
    throw new NotAllowed('This machine key has no scope for that. Make one that has it.');
};

const keysIn = (scopes: string): string[] =>
  scopesIn(scopes).flatMap((scope) => keyScopes[scope].map(routeKey));

const assertOperator = ({ admin, viewer = false }: Caller, access: Guarded['access']): void => {
  if (access === 'admin' && !admin)
    throw new NotAllowed(
      'Only operators may do this. Use the token of a member of the admin group.',
    );
  if (access === 'viewer' && !admin && !viewer)
    throw new NotAllowed(
      'Only operators and viewers may see this. Use the token of a member of the admin or the ' +
        'viewer group.',
    );
};
