import { Validations } from 'aws-cdk-lib';
import * as gateway from 'aws-cdk-lib/aws-apigatewayv2';
import type { HttpLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { type RouteFunction, type RouteName, routeFunctions } from '../../core/route-functions.ts';
import { routes } from '../../core/routes.ts';
import type { NodeFunction } from '../shared/node-function.ts';
import type { ApiHandlers } from './api-handlers.ts';
import { methodsOf, pathsOf } from './route-keys.ts';

type RoutesProps = {
  api: gateway.HttpApi;
  authorizer: HttpLambdaAuthorizer;
  handlers: Pick<ApiHandlers<RouteFunction>, 'byName'>;
  /** A function as requests reach it. */
  live: (handler: NodeFunction) => IFunction;
};

/**
 * Adds the routes of these functions below `scope`, which may lie in another stack than the API:
 * every route asks the authorizer, except those the contract calls public.
 */
export const addRoutes = (
  scope: Construct,
  { api, authorizer, handlers, live }: RoutesProps,
): gateway.HttpRoute[] =>
  [...handlers.byName].flatMap(([functionName, handler]) => {
    // One integration and one permission for all routes of a function.
    const integration = new HttpLambdaIntegration(functionName, live(handler), {
      scopePermissionToRoute: false,
    });
    return routeFunctions[functionName].flatMap((name) =>
      addRoute(scope, name, { api, authorizer, integration }),
    );
  });

type RouteProps = Pick<RoutesProps, 'api' | 'authorizer'> & { integration: HttpLambdaIntegration };

const addRoute = (
  scope: Construct,
  name: RouteName,
  { api, authorizer, integration }: RouteProps,
): gateway.HttpRoute[] => {
  const route = routes[name];
  const isPublic = route.access === 'public';
  const keys = pathsOf(route).flatMap((path) => methodsOf(route).map((method) => [method, path]));
  const added = keys.map(
    ([method, path]) =>
      new gateway.HttpRoute(scope, `${method}${path}`, {
        httpApi: api,
        routeKey: gateway.HttpRouteKey.with(`${path}`, method as gateway.HttpMethod),
        integration,
        authorizer: isPublic ? new gateway.HttpNoneAuthorizer() : authorizer,
      }),
  );
  if (isPublic) {
    const reason =
      'Anyone may start a session or follow a printed link; each of these routes is throttled ' +
      'on its own.';
    for (const one of added) Validations.of(one).acknowledge({ id: 'AwsSolutions-APIG4', reason });
  }
  return added;
};
