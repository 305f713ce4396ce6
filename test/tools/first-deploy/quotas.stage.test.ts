import { describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../../lib/config.ts';
import { quantityIn, readQuotas } from '../../../tools/first-deploy/preflight/account-probe.ts';
import { quotaChecks } from '../../../tools/first-deploy/preflight/quotas/quota-checks.ts';
import { quotaNeeds } from '../../../tools/first-deploy/preflight/quotas/quota-needs.ts';
import { stageTemplates } from '../../../tools/first-deploy/preflight/quotas/stage-templates.ts';
import type { Operator } from '../../../tools/first-deploy/stage/operator.ts';
import { everyStack, frontDoorConfig } from '../../lib/every-stack.ts';

const templates = everyStack(frontDoorConfig);

const place = (more: object = {}) =>
  ({
    config: frontDoorConfig,
    region: 'eu-central-1',
    stackStatus: async () => undefined,
    cloudFrontHas: async () => 0,
    quotas: async () => ({}),
    templates: async () => templates,
    ...more,
  }) as never;

const check = (what: string, more: object = {}) =>
  quotaChecks.find(({ name }) => name === `quota: ${what}`)?.run(place(more));

describe.each(quotaNeeds)('the quota of $what', ({ need, standard, document, service }) => {
  it('is met by a stage with everything on, in an account as AWS gives it', () => {
    expect(need(templates)).toBeGreaterThan(0);
    expect(need(templates)).toBeLessThanOrEqual(standard);
  });

  it('has its document and its service', () => {
    expect(document).toMatch(/^[\w/.-]+\.html$/);
    expect(service).toMatch(/^[a-z0-9-]+$/);
  });
});

// Names as ListServiceQuotas gives them (from published lists of its answers).
const recorded = {
  apigateway: ['Throttle rate', 'Routes per HTTP API', 'Custom Domain Names', 'Stages per API'],
  events: [
    'Event buses',
    'Number of rules',
    'PutEvents throttle limit in transactions per second',
    'Connections',
    'Api destinations',
    'Invocations throttle limit in transactions per second',
  ],
  'cognito-idp': ['User pools per account', 'Apps per user pool'],
  dynamodb: [
    'Maximum number of tables',
    'Table-level write throughput limit',
    'Table-level read throughput limit',
    'Account-level write throughput limit (Provisioned mode)',
  ],
  sns: ['Topics per Account', 'Pending Subscriptions per Account'],
  cloudformation: ['Stack count', 'Output count in CloudFormation template'],
};

describe.each(Object.entries(recorded))(
  'the names that AWS gives to quotas of %s',
  (service, names) => {
    it('are each known by one check at most, and every check knows one', () => {
      const ofService = quotaNeeds.filter((need) => need.service === service);
      for (const { named } of ofService)
        expect(names.filter((name) => named.test(name))).toHaveLength(1);
    });
  },
);

describe('a check of a quota', () => {
  it('takes what Service Quotas tells for this account', async () => {
    const asked: string[] = [];
    const quotas = async (service: string, region: string) => {
      asked.push(`${service} ${region}`);
      return { 'Maximum number of tables': 3 };
    };
    await expect(check('tables', { quotas })).rejects.toThrow(/of 3 \(Service Quotas\)/);
    expect(asked).toEqual(['dynamodb eu-central-1']);
  });

  it('asks for quotas of CloudFront in us-east-1, and counts what others have', async () => {
    const asked: string[] = [];
    const quotas = async (service: string, region: string) => {
      asked.push(`${service} ${region}`);
      return {};
    };
    const answer = check('public keys', { quotas, cloudFrontHas: async () => 9 });
    await expect(answer).rejects.toThrow('needs 2 of 10');
    await expect(answer).rejects.toThrow('the account has 9');
    expect(asked).toEqual(['cloudfront us-east-1']);
  });

  it('does not count a stage twice that is deployed already', async () => {
    const more = { cloudFrontHas: async () => 9, stackStatus: async () => 'UPDATE_COMPLETE' };
    expect(await check('public keys', more)).toMatch(/^needs 2 of 10/);
  });

  it('says that it is AWS’s default where Service Quotas does not answer', async () => {
    const quotas = async () => {
      throw new Error('AccessDenied');
    };
    expect(await check('roles', { quotas })).toContain('AWS’s default');
  });

  it('needs nothing of CloudFront where there is none', async () => {
    const { delivery: _none, ...without } = everyStack({
      ...defaultConfig('dev'),
      delivery: { ...defaultConfig('dev').delivery, enabled: false },
    });
    expect(await check('key groups', { templates: async () => without })).toEqual({
      skipped: 'the stage needs none',
    });
  });
});

describe('the answers of AWS', () => {
  it('are read page by page', async () => {
    const pages = [
      { Quotas: [{ QuotaName: 'Topics per Account', Value: 100_000 }], NextToken: 'more' },
      { Quotas: [{ QuotaName: 'Filter Policies per Account', Value: 200 }] },
    ];
    const asked: string[] = [];
    const operator = {
      call: async ({
        service,
        headers,
        body,
      }: {
        service: string;
        headers: object;
        body: string;
      }) => {
        asked.push(`${service} ${Object.values(headers).join(' ')} ${body}`);
        return JSON.stringify(pages.shift());
      },
    } as unknown as Operator;
    expect(await readQuotas(operator, 'sns')).toEqual({
      'Topics per Account': 100_000,
      'Filter Policies per Account': 200,
    });
    expect(asked[0]).toBe(
      'servicequotas application/x-amz-json-1.1 ServiceQuotasV20190624.ListServiceQuotas ' +
        '{"ServiceCode":"sns","MaxResults":100}',
    );
    expect(asked[1]).toContain('"NextToken":"more"');
  });

  it('say how many CloudFront has', () => {
    const xml =
      '<?xml version="1.0"?><KeyGroupList><MaxItems>100</MaxItems><Quantity>3</Quantity></KeyGroupList>';
    expect(quantityIn(xml)).toBe(3);
  });
});

describe('the templates of a preflight', () => {
  it('are made before the signing keys are, with a key group for them', () => {
    const { delivery } = stageTemplates(
      { ...defaultConfig('prod'), stage: 'unmade' },
      { account: '111111111111', region: 'eu-central-1' },
    );
    expect(Object.keys(delivery?.findResources('AWS::CloudFront::PublicKey') ?? {})).toHaveLength(
      2,
    );
  });
});
