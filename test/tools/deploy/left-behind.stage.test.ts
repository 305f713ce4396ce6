import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../../lib/config.ts';
import { groupsLeftBehind } from '../../../tools/deploy/groups-left-behind.ts';
import { apiLosingWebhooks, dropThrottle } from '../../../tools/deploy/throttle-left-behind.ts';
import { propertiesOf, templatesOf } from '../../lib/synthesize.ts';
import { hangUp, listen } from '../../listening.ts';

const prod = defaultConfig('prod');

describe('a group that the settings name no more', () => {
  const group = (physicalId: string) => ({
    logicalId: 'G',
    type: 'AWS::Cognito::UserPoolGroup',
    physicalId,
  });
  const deployed = ['admin', 'worker', 'viewer'].map(group);

  it('is told before the deployment, with what to do after it', () => {
    const renamed = { ...prod, auth: { ...prod.auth, adminGroup: 'operators' } };
    expect(groupsLeftBehind(renamed, deployed)).toMatch(
      /members of admin lose their power.*admin-add-user-to-group/,
    );
  });

  it('is not looked for where the groups stay, on a first deployment, or elsewhere', () => {
    expect(groupsLeftBehind(prod, deployed)).toBeUndefined();
    expect(groupsLeftBehind(prod, [])).toBeUndefined();
    const issuer = {} as never;
    expect(groupsLeftBehind({ auth: { ...prod.auth, issuer } }, [group('x')])).toBeUndefined();
  });
});

describe('the throttle of the route for webhooks', () => {
  const withWebhooks = {
    ...defaultConfig('dev'),
    payment: { ...prod.payment, webhooks: { mollie: { secretName: 'mollie' } } },
  };
  const service = (config: typeof prod) =>
    ['AWS::ApiGatewayV2::Route', 'AWS::ApiGatewayV2::Api'].flatMap((type) =>
      propertiesOf(templatesOf(config).service, type).map(([logicalId]) => ({
        logicalId,
        type,
        physicalId: 'a1b2',
      })),
    );

  it('goes before the route: API Gateway would refuse every later change of the stage', () => {
    expect(apiLosingWebhooks(prod, service(withWebhooks))).toBe('a1b2');
    expect(apiLosingWebhooks(withWebhooks, service(withWebhooks))).toBeUndefined();
    expect(apiLosingWebhooks(prod, service(defaultConfig('dev')))).toBeUndefined();
  });

  const asked: (string | undefined)[] = [];
  let status = 204;
  const gateway = createServer(({ method, url, headers }, response) => {
    asked.push(`${method} ${url}`, headers.authorization);
    response.writeHead(status).end();
  });
  const credentials = async () => ({ accessKeyId: 'AKID', secretAccessKey: 'secret' });
  let endpoint: string;
  beforeAll(async () => {
    endpoint = await listen(gateway);
  });
  afterAll(() => hangUp(gateway));
  const drop = (answer: number) => {
    status = answer;
    return dropThrottle({ region: 'eu-central-1', endpoint, credentials }, 'a1b2');
  };

  it('is removed by one signed call', async () => {
    await drop(204);
    expect(asked).toEqual([
      'DELETE /v2/apis/a1b2/stages/%24default/routesettings/POST%20%2Fwebhooks%2F%7Bprovider%7D',
      expect.stringContaining('/eu-central-1/apigateway/aws4_request'),
    ]);
  });

  it('may be gone already', async () => {
    await expect(drop(404)).resolves.toBeUndefined();
  });

  it('stops the deployment where it cannot be removed, and says the command', async () => {
    await expect(drop(403)).rejects.toThrow(
      /answered 403.*aws apigatewayv2 delete-route-settings --api-id a1b2/,
    );
  });
});
