import { describe, expect, it } from '@jest/globals';
import {
  deadlineSecondsOf,
  type RouteName,
  routeFunctions,
} from '../../../core/route-functions.ts';
import { routes } from '../../../core/routes.ts';
import { defaultConfig } from '../../../lib/config.ts';
import { apiOf } from '../stacks/api-template.ts';
import { flatten, functionsOf, propertiesOf, templatesOf } from '../synthesize.ts';

const api = apiOf(templatesOf(defaultConfig('prod')));
const functions = functionsOf(api);
const served = Object.entries<readonly RouteName[]>(routeFunctions);
const integrations = new Map(propertiesOf(api, 'AWS::ApiGatewayV2::Integration'));
const found = new Map(
  propertiesOf(api, 'AWS::ApiGatewayV2::Route').map(([, route]) => [route.RouteKey, route]),
);

/** Where API Gateway sends a route: the function, as its template names it. */
const targetOf = (name: RouteName): string => {
  const { method, path } = routes[name];
  const [, integration = ''] = /<(\w+)>/.exec(flatten(found.get(`${method} ${path}`).Target)) ?? [];
  return flatten(integrations.get(integration).IntegrationUri);
};

const handlerOf = (name: string): string => `<Handlers${name.replaceAll('-', '')}Function>`;

describe('the functions behind the API', () => {
  it.each(served)('%s is called by its routes', (name, names) => {
    expect(names.map(targetOf)).toEqual(names.map(() => handlerOf(name)));
  });

  it('have one integration and one permission each', () => {
    expect(integrations.size).toBe(served.length);
    const callers = propertiesOf(api, 'AWS::Lambda::Permission')
      .filter(([, { Principal }]) => Principal === 'apigateway.amazonaws.com')
      .map(([, { FunctionName }]) => flatten(FunctionName));
    expect(callers.sort()).toEqual(
      ['authorizer', ...served.map(([name]) => name)].map(handlerOf).sort(),
    );
  });

  it.each(served)('%s has a second more than its slowest route may take', (name, names) => {
    const slowest = Math.max(...names.map(deadlineSecondsOf));
    expect(functions.get(name).Timeout).toBe(slowest + 1);
    // API Gateway gives up after 30 seconds.
    expect(functions.get(name).Timeout).toBeLessThanOrEqual(30);
  });
});
