import { NotAllowed, NotSignedIn } from '../../core/errors.ts';
import { routes } from '../../core/routes.ts';
import { keyScopes, scopesIn } from '../../core/sessions/model/machine-key.ts';
import { type Caller, isViewerOnly } from '../../core/sessions/model/session.ts';

type Access = (typeof routes)[keyof typeof routes]['access'];

const accessOf: ReadonlyMap<string, Access> = new Map(
  Object.values(routes).map(({ method, path, access }) => [`${method} ${path}`, access]),
);

/** Routes that change nothing. */
const reading: ReadonlySet<string> = new Set(
  Object.values(routes)
    .filter((route) => route.method === 'GET' || 'looks' in route)
    .map(({ method, path }) => `${method} ${path}`),
);

const assertOperator = ({ admin, viewer = false }: Caller, access: Access): void => {
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

const routesOf = (scopes: string): string[] =>
  scopesIn(scopes)
    .flatMap((scope) => keyScopes[scope])
    .map((name) => `${routes[name].method} ${routes[name].path}`);

const assertInScope = (routeKey: string, { scopes }: Caller): void => {
  if (scopes !== undefined && !routesOf(scopes).includes(routeKey))
    throw new NotAllowed('This machine key has no scope for that. Make one that has it.');
};

/**
 * Checks every request against the route table, beside its function's own checks: only operators
 * reach operators' routes, viewers only look, machine keys do what they were made for, and only
 * public routes answer without a caller. Throws `NotSignedIn` or `NotAllowed`.
 */
export const assertAccess = (routeKey: string, caller: Caller | undefined): void => {
  const access = accessOf.get(routeKey);
  if (access === undefined || access === 'public') return;
  if (!caller?.ownerId) throw new NotSignedIn('Send Authorization: Bearer <token>.');
  if (isViewerOnly(caller) && !reading.has(routeKey))
    throw new NotAllowed(
      'Viewers look and change nothing. Use the token of a member of the admin group.',
    );
  assertInScope(routeKey, caller);
  assertOperator(caller, access);
};
