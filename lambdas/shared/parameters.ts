import { routes, routesWithQuery } from '../../core/routes.ts';
import { assertNoParameters } from '../../core/shared/model/parse-query.ts';

const withQuery: ReadonlySet<string> = new Set(routesWithQuery);

const withoutQuery: ReadonlySet<string> = new Set(
  Object.entries(routes)
    .filter(([name]) => !withQuery.has(name))
    .map(([, { method, path }]) => `${method} ${path}`),
);

/** Throws `InvalidInput` naming every parameter that a route without any was sent. */
export const assertParameters = (
  routeKey: string,
  query: Readonly<Record<string, string | undefined>>,
): void => {
  if (withoutQuery.has(routeKey)) assertNoParameters(query);
};
