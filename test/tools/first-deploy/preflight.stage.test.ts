import { describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../../lib/config.ts';
import {
  type AccountProbe,
  deniedIn,
} from '../../../tools/first-deploy/preflight/account-probe.ts';
import { runPreflight } from '../../../tools/first-deploy/preflight/run.ts';
import { everyStack, frontDoorConfig } from '../../lib/every-stack.ts';

const prod = { ...defaultConfig('prod'), alertEmails: ['platform@shop.test'] };

/** An account that is ready for production. */
const ready: AccountProbe = {
  config: prod,
  region: 'eu-central-1',
  account: async () => '111111111111',
  deniedTo: async () => [],
  concurrency: async () => 1_000,
  bootstrap: async () => 30,
  stackStatus: async () => undefined,
  serviceResources: async () => [],
  distributions: async () => 1,
  cloudFrontHas: async () => 1,
  quotas: async () => ({}),
  key: async () => ({
    state: 'Enabled',
    spec: 'SYMMETRIC_DEFAULT',
    manager: 'CUSTOMER',
    statements: [],
  }),
  templates: async () => everyStack(frontDoorConfig),
};

const failing = async (more: Partial<AccountProbe>): Promise<string[]> =>
  (await runPreflight({ ...ready, ...more }))
    .filter(({ verdict }) => verdict === 'fail')
    .map(({ name, why }) => `${name}: ${why}`);

// As IAM answers SimulatePrincipalPolicy: the statement that decided is a member of its own.
const simulated = (decisions: Readonly<Record<string, string>>): string => {
  const results = Object.entries(decisions).map(
    ([action, decision]) =>
      '<member><MatchedStatements><member><SourcePolicyId>deploy</SourcePolicyId></member>' +
      '</MatchedStatements><MissingContextValues/><EvalResourceName>*</EvalResourceName>' +
      `<EvalDecision>${decision}</EvalDecision><EvalActionName>${action}</EvalActionName></member>`,
  );
  return (
    '<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><IsTruncated>false' +
    `</IsTruncated><EvaluationResults>${results.join('')}</EvaluationResults>` +
    '</SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>'
  );
};

describe('the answer of IAM’s simulator', () => {
  it('tells what is denied, by a policy or for want of one', () => {
    const decisions = {
      's3:CreateBucket': 'allowed',
      'sns:CreateTopic': 'implicitDeny',
      'sqs:CreateQueue': 'explicitDeny',
      'iam:GetRole': 'allowed',
    };
    expect(deniedIn(simulated(decisions))).toEqual(['sns:CreateTopic', 'sqs:CreateQueue']);
  });
});

describe('npm run first-deploy -- --preflight', () => {
  it('has nothing against an account that is ready', async () => {
    expect(await failing({})).toEqual([]);
  });

  it.each<[string, Partial<AccountProbe>, RegExp]>([
    ['an opt-in region', { region: 'eu-south-1' }, /opt-in region/],
    ['no bootstrap', { bootstrap: async () => undefined }, /no bootstrap in eu-central-1/],
    [
      'a role of CloudFormation that may not deploy',
      {
        deniedTo: async (role, { Action, resource }) =>
          role === 'cfn-exec-role-111111111111' &&
          resource === 'arn:aws:iam::111111111111:role/Keepsake-first-deploy'
            ? Action.filter((action) => action === 'iam:CreateRole')
            : [],
      },
      /not allowed: iam:CreateRole$/,
    ],
    [
      'a bootstrap with less than the policies, in one line',
      { deniedTo: async (_role, { Action }) => [...Action] },
      /not allowed: (?:[\w:]+, ){9}[\w:]+, and \d+ more$/,
    ],
    ['the concurrency of a fresh account', { concurrency: async () => 10 }, /10 at once/],
    [
      'a failed creation',
      { stackStatus: async () => 'ROLLBACK_FAILED' },
      /Data is ROLLBACK_FAILED/,
    ],
    [
      'a failed creation of a stack in another region',
      {
        stackStatus: async (name, region) =>
          name.endsWith('EdgeAlarms') && region === 'us-east-1' ? 'CREATE_FAILED' : undefined,
      },
      /EdgeAlarms is CREATE_FAILED/,
    ],
    [
      'fewer runs than the queues may take, refunds and webhooks included',
      {
        config: { ...prod, consumers: { ...prod.consumers, paymentsReserved: undefined } },
        concurrency: async () => 90,
      },
      /90 at once; queues alone may take 102/,
    ],
    [
      'the pool of version 0.1.0',
      {
        serviceResources: async () => [
          { logicalId: 'x', type: 'AWS::Cognito::UserPool', physicalId: 'eu-central-1_AbC' },
        ],
      },
      /auth\.pool: \{ id: 'eu-central-1_AbC'/,
    ],
    [
      'nobody who hears of alarms',
      { config: { ...prod, alertEmails: [] } },
      /alertEmails is empty/,
    ],
  ])('finds %s', async (_what, more, found) => {
    expect(await failing(more)).toEqual([expect.stringMatching(found)]);
  });

  it('also looks at us-east-1 once CloudFront has alarms there', async () => {
    const delivery = { ...prod.delivery, distributionId: 'E2QWRUHAPOMQZL' };
    const bootstrap = async (region: string) => (region === 'us-east-1' ? undefined : 30);
    expect(await failing({ config: { ...prod, delivery }, bootstrap })).toEqual([
      expect.stringContaining('no bootstrap in us-east-1'),
    ]);
  });

  it('says that it cannot know whether an account without distributions was verified', async () => {
    const results = await runPreflight({ ...ready, distributions: async () => 0 });
    expect(results).toContainEqual(
      expect.objectContaining({ name: 'the account may have a distribution', verdict: 'skipped' }),
    );
  });
});
