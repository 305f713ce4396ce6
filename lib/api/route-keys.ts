import type { RouteName } from '../../core/route-functions.ts';
import type { routes } from '../../core/routes.ts';

type Route = (typeof routes)[RouteName];

/** HEAD beside GET where a route serves files. */
export const methodsOf = (route: Route): readonly ('GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD')[] =>
  'head' in route ? [route.method, 'HEAD'] : [route.method];

/** A printed link with a slash behind it is one segment longer. */
export const pathsOf = (route: Route): readonly string[] =>
  'deeper' in route ? [route.path, route.deeper] : [route.path];

/** Everything API Gateway calls the route. */
export const routeKeysOf = (route: Route): string[] =>
  pathsOf(route).flatMap((path) => methodsOf(route).map((method) => `${method} ${path}`));
