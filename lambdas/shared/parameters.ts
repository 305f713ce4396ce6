import { type RouteName, routeKey } from '../../core/route-functions.ts';
import { routes, routesWithQuery } from '../../core/routes.ts';
import { assertNoParameters } from '../../core/shared/model/parse-query.ts';

const withQuery: ReadonlySet<string> = new Set(routesWithQuery);

const withoutQuery: ReadonlySet<string> = new Set(
  (Object.keys(routes) as RouteName[]).filter((name) => !withQuery.has(name)).map(routeKey),
);

/** Throws `InvalidInput` naming every parameter that a route without any was sent. */
export const assertParameters = (
  key: string,
  query: Readonly<Record<string, string | undefined>>,
): void => {
  if (withoutQuery.has(key)) assertNoParameters(query);
};
