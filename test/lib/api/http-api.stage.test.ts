import { describe, expect, it } from '@jest/globals';
import { routes } from '../../../core/routes.ts';
import { methodsOf, routeKeysOf } from '../../../lib/api/route-keys.ts';
import { defaultConfig } from '../../../lib/config.ts';
import { apiOf } from '../stacks/api-template.ts';
import { propertiesOf, templatesOf } from '../synthesize.ts';

const api = apiOf(templatesOf(defaultConfig('prod')));

describe('the API', () => {
  const found = new Map(
    propertiesOf(api, 'AWS::ApiGatewayV2::Route').map(([, route]) => [route.RouteKey, route]),
  );
  const [[, stage] = ['', undefined]] = propertiesOf(api, 'AWS::ApiGatewayV2::Stage');

  it('has exactly the routes of the contract', () => {
    expect([...found.keys()].sort()).toEqual(Object.values(routes).flatMap(routeKeysOf).sort());
  });

  // API Gateway answers HEAD with 404 where only GET is a route.
  it('has HEAD as a route of its own wherever it redirects to a file or shows one', () => {
    const files = /^GET .*(\/download|\/files\/\{role\}|\/legacy|\/l\/\{token\+?\}.*)$/;
    const gets = [...found.keys()].filter((key) => files.test(key));
    expect(gets.length).toBeGreaterThanOrEqual(6);
    for (const key of gets) expect([...found.keys()]).toContain(key.replace('GET', 'HEAD'));
  });

  it.each(Object.values(routes))('$method $path is for: $access', (route) => {
    for (const key of routeKeysOf(route))
      expect(found.get(key).AuthorizationType).toBe(route.access === 'public' ? 'NONE' : 'CUSTOM');
  });

  it('asks the authorizer about the Authorization header, and remembers for a minute', () => {
    const [[, authorizer] = ['', undefined]] = propertiesOf(api, 'AWS::ApiGatewayV2::Authorizer');
    expect(authorizer).toMatchObject({
      AuthorizerType: 'REQUEST',
      AuthorizerPayloadFormatVersion: '2.0',
      EnableSimpleResponses: true,
      AuthorizerResultTtlInSeconds: 60,
      IdentitySource: ['$request.header.Authorization'],
    });
  });

  // Those of 0.1.0. API Gateway keeps the throttle of a route that goes, and refuses the stage.
  it('has every route still that a released version throttled', () => {
    expect(Object.keys(stage.RouteSettings)).toEqual(
      expect.arrayContaining([
        'POST /sessions',
        'GET /l/{token}',
        'GET /l/{token}/qr.png',
        'GET /l/{token}/qr.svg',
      ]),
    );
  });

  it('throttles everything, and what anyone may call more', () => {
    expect(stage.DefaultRouteSettings).toEqual({
      ThrottlingBurstLimit: 1000,
      ThrottlingRateLimit: 500,
    });
    const links = { ThrottlingBurstLimit: 100, ThrottlingRateLimit: 50 };
    expect(stage.RouteSettings).toEqual({
      'POST /sessions': { ThrottlingBurstLimit: 40, ThrottlingRateLimit: 20 },
      'GET /l/{token}': links,
      'HEAD /l/{token}': links,
      'GET /l/{token+}': links,
      'HEAD /l/{token+}': links,
      'GET /l/{token}/qr.svg': links,
      'HEAD /l/{token}/qr.svg': links,
      'GET /l/{token}/qr.png': links,
      'HEAD /l/{token}/qr.png': links,
    });
  });

  it('has a limit of its own for every route anyone may call', () => {
    const open = Object.values(routes).filter(({ access }) => access === 'public');
    expect(Object.keys(stage.RouteSettings).sort()).toEqual(open.flatMap(routeKeysOf).sort());
  });

  it('creates the stage after the routes it names', () => {
    const stages = Object.values(api.findResources('AWS::ApiGatewayV2::Stage'));
    expect(stages[0]?.DependsOn).toContainEqual(expect.stringContaining('POSTsessions'));
  });

  it('logs access without paths or headers', () => {
    const { Format } = stage.AccessLogSettings;
    expect(
      Object.values(JSON.parse(Format)).filter((field) =>
        /path|header|querystring|authorizer\.(?!error)/i.test(String(field)),
      ),
    ).toEqual([]);
  });

  it('answers only the configured origins', () => {
    const [[, itself] = ['', undefined]] = propertiesOf(api, 'AWS::ApiGatewayV2::Api');
    expect(itself.CorsConfiguration.AllowOrigins).toEqual(defaultConfig('prod').allowedOrigins);
  });

  it('lets pages read how long to wait', () => {
    const [[, itself] = ['', undefined]] = propertiesOf(api, 'AWS::ApiGatewayV2::Api');
    expect(itself.CorsConfiguration.ExposeHeaders).toEqual(['idempotent-replayed', 'retry-after']);
  });

  it('lets browsers use every method it has', () => {
    const [[, itself] = ['', undefined]] = propertiesOf(api, 'AWS::ApiGatewayV2::Api');
    const methods = new Set(Object.values(routes).flatMap(methodsOf));
    expect(itself.CorsConfiguration.AllowMethods.sort()).toEqual([...methods].sort());
  });
});
