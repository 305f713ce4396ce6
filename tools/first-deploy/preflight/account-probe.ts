import { describeStack, stackResources } from '../../../adapters/aws/stacks.ts';
import { elementsOf, readXml, textOf } from '../../../adapters/aws/xml.ts';
import { stageConfig } from '../../../lib/config.ts';
import type { Config } from '../../../lib/config-schema.ts';
import { stackNameOf } from '../../../lib/shared/stage-stacks.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import { findOperator, json, type Operator, query } from '../stage/operator.ts';
import { type AccountKey, readKey } from './account-key.ts';
import type { CloudFrontList } from './quotas/quota-needs.ts';
import { type StageTemplates, stageTemplates } from './quotas/stage-templates.ts';

/** Questions of a preflight to an account, before the first deployment. */
export type AccountProbe = {
  config: Config;
  region: string;
  account(): Promise<string>;
  /** Actions that IAM's simulator denies to a role of the CDK's bootstrap in this region. */
  deniedTo(role: string, asked: { Action: readonly string[]; resource: string }): Promise<string[]>;
  /** Executions that Lambda runs at once in this account and region. */
  concurrency(): Promise<number>;
  /** Version of the CDK's bootstrap in a region; `undefined` where there is none. */
  bootstrap(region: string): Promise<number | undefined>;
  /** State of a stack; `undefined` where there is none. */
  stackStatus(name: string, region: string): Promise<string | undefined>;
  /** Resources of the Service stack; none before the first deployment. */
  serviceResources(): ReturnType<typeof stackResources>;
  /** Distributions that the account has, whosever they are. */
  distributions(): Promise<number>;
  /** How many of a kind the account has at CloudFront, up to 100. */
  cloudFrontHas(list: CloudFrontList): Promise<number>;
  /** Values of a service's quotas by name, as they apply to the account in a region. */
  quotas(service: string, region: string): Promise<Readonly<Record<string, number>>>;
  /** A key of the account, by its ARN, in the key's region. */
  key(arn: string): Promise<AccountKey>;
  /** What a deployment of the stage would make. */
  templates(): Promise<StageTemplates>;
};

const bootstrapName = '/cdk-bootstrap/hnb659fds/version';

const qualifier = 'cdk-hnb659fds';

/** Actions of the answer of IAM's simulator that are not allowed. */
export const deniedIn = (xml: string): string[] =>
  elementsOf(readXml(xml), 'member')
    .filter((result) => textOf(result, 'EvalDecision') !== 'allowed')
    .map((result) => textOf(result, 'EvalActionName') ?? 'unknown');

/** How many a list of CloudFront names. */
export const quantityIn = (xml: string): number =>
  Number(/<Quantity>(\d+)<\/Quantity>/.exec(xml)?.[1] ?? 0);

type QuotaPage = { Quotas?: { QuotaName: string; Value: number }[]; NextToken?: string };

/** All pages of ListServiceQuotas. */
export const readQuotas = async (
  operator: Operator,
  service: string,
): Promise<Readonly<Record<string, number>>> => {
  const found: Record<string, number> = {};
  for (let NextToken: string | undefined; ; ) {
    const asked = { ServiceCode: service, MaxResults: 100, ...(NextToken && { NextToken }) };
    const target = 'ServiceQuotasV20190624.ListServiceQuotas';
    const page = await json<QuotaPage>(operator, 'servicequotas', target, asked);
    for (const { QuotaName, Value } of page.Quotas ?? []) found[QuotaName] = Value;
    if (!page.NextToken) return found;
    NextToken = page.NextToken;
  }
};

type Parameters = { Parameters: { Value: string }[] };
type Settings = { AccountLimit: { ConcurrentExecutions: number } };

/** Finds credentials and region as the AWS CLI would. Throws `FirstDeployProblem`. */
export const openProbe = async (
  stage: string,
  endpoint: string | undefined,
): Promise<AccountProbe> => {
  const config = stageConfig(stage);
  const operator = await findOperator(endpoint);
  const cloudFrontHas = async (list: CloudFrontList): Promise<number> => {
    const cloudFront = {
      endpoint: endpoint ?? 'https://cloudfront.amazonaws.com',
      region: 'us-east-1',
      credentials: await operator.credentials(),
    };
    const call = { service: 'cloudfront', method: 'GET', path: `/2020-05-31/${list}` };
    return quantityIn(await signedFetch(cloudFront, call));
  };
  return {
    config,
    region: operator.region,
    account: () => accountOf(operator),
    async deniedTo(role, { Action, resource }) {
      const arn = `arn:aws:iam::${await accountOf(operator)}:role/${qualifier}-${role}`;
      const actions = Action.map((action, at) => [`ActionNames.member.${at + 1}`, action]);
      const xml = await query(operator, 'iam', {
        Action: 'SimulatePrincipalPolicy',
        Version: '2010-05-08',
        PolicySourceArn: `${arn}-${operator.region}`,
        'ResourceArns.member.1': resource,
        ...Object.fromEntries(actions),
      });
      return deniedIn(xml);
    },
    async concurrency() {
      const path = '/2016-08-19/account-settings/';
      const text = await operator.call({ service: 'lambda', method: 'GET', path });
      return (JSON.parse(text) as Settings).AccountLimit.ConcurrentExecutions;
    },
    async bootstrap(region) {
      const ssm = inRegion(operator, region);
      const found = await json<Parameters>(ssm, 'ssm', 'AmazonSSM.GetParameters', {
        Names: [bootstrapName],
      });
      return found.Parameters[0] && Number(found.Parameters[0].Value);
    },
    async stackStatus(name, region) {
      return (await describeStack(inRegion(operator, region), name))?.StackStatus;
    },
    serviceResources: () => stackResources(operator, stackNameOf(stage, 'Service')),
    distributions: () => cloudFrontHas('distribution'),
    cloudFrontHas,
    quotas: once((service, region) => readQuotas(inRegion(operator, region), service)),
    key: (arn) => readKey(inRegion(operator, `${arn.split(':')[3]}`), arn),
    templates: once(async () =>
      stageTemplates(config, { account: await accountOf(operator), region: operator.region }),
    ),
  };
};

const accountOf = async (operator: Operator): Promise<string> => {
  const asked = { Action: 'GetCallerIdentity', Version: '2011-06-15' };
  const answer = await query(operator, 'sts', asked);
  return textOf(readXml(answer), 'Account') ?? 'unknown';
};

const inRegion = (operator: Operator, region: string): Operator => ({
  ...operator,
  region,
  call: async (call) => {
    const endpoint = operator.endpoint ?? `https://${call.service}.${region}.amazonaws.com`;
    return signedFetch({ endpoint, region, credentials: await operator.credentials() }, call);
  },
});

/** Asks once for the same arguments. */
const once = <Arguments extends string[], Answer>(
  ask: (...of: Arguments) => Promise<Answer>,
): ((...of: Arguments) => Promise<Answer>) => {
  const answers = new Map<string, Promise<Answer>>();
  return (...of) => {
    const key = of.join(' ');
    const answer = answers.get(key) ?? ask(...of);
    answers.set(key, answer);
    return answer;
  };
};
