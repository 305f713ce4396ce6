import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../../lib/config.ts';
import { lostWithScan } from '../../../tools/deploy/calls-left-behind.ts';
import { groupsLeftBehind } from '../../../tools/deploy/groups-left-behind.ts';
import { stacksLeftBehind, unnamedStacks } from '../../../tools/deploy/stacks-left-behind.ts';
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

describe('a stack whose setting was taken away', () => {
  it('is told with its command: the CDK leaves it, and it goes on refunding or sending', () => {
    const told = stacksLeftBehind('prod', ['Refunds', 'Webhooks']);
    expect(told?.split('\n')).toEqual([
      'Stacks that no deployment removes. Empty their dead letters, then delete them:',
      expect.stringMatching(
        /Keepsake-prod-Refunds asks .* no `refund` .*delete-stack --stack-name Keepsake-prod-Refunds$/,
      ),
      expect.stringMatching(/Keepsake-prod-Webhooks sends .*--stack-name Keepsake-prod-Webhooks$/),
    ]);
    expect(stacksLeftBehind('prod', [])).toBeUndefined();
  });

  it('is looked for only where the settings do not name it', () => {
    const without = { refund: undefined, webhooks: undefined, variants: undefined };
    expect(unnamedStacks({ ...prod, ...without })).toEqual(
      expect.arrayContaining(['Refunds', 'Webhooks', 'Variants']),
    );
    expect(unnamedStacks({ ...prod, refund: {} as never })).not.toContain('Refunds');
  });
});

describe('the queues that go with the setting scan', () => {
  const scan = { by: 'events', unscannable: 'refuse' } as never;
  const deployed = propertiesOf(templatesOf({ ...prod, scan }).service, 'AWS::SQS::Queue').map(
    ([logicalId]) => ({ logicalId, type: 'AWS::SQS::Queue', physicalId: logicalId }),
  );

  it('are those of its verdicts, and no other of the stack', () => {
    const left = propertiesOf(templatesOf(prod).service, 'AWS::SQS::Queue').map(([id]) => id);
    const lost = lostWithScan({ scan: undefined }, deployed).map(({ logicalId }) => logicalId);
    expect(lost).toHaveLength(2);
    expect([...lost, ...left].sort()).toEqual(deployed.map(({ logicalId }) => logicalId).sort());
    expect(lostWithScan({ scan }, deployed)).toEqual([]);
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

  it('stops the deployment where nothing answers, and says the command', async () => {
    const endpoint = 'http://127.0.0.1:1';
    const dropped = dropThrottle({ region: 'eu-central-1', endpoint, credentials }, 'a1b2');
    await expect(dropped).rejects.toThrow(/answered nothing.*delete-route-settings/);
  });

  it('stops the deployment where it cannot be removed, and says the command', async () => {
    await expect(drop(403)).rejects.toThrow(
      /answered 403.*aws apigatewayv2 delete-route-settings --api-id a1b2/,
    );
  });
});
