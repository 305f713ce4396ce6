import { describe, expect, it } from '@jest/globals';
import { defaultConfig, parseConfig } from '../../../lib/config.ts';
import {
  expectVersioned,
  gradualChecks,
  orderVersionCheck,
} from '../../../tools/first-deploy/checks/as-deployed/gradual-deployment.ts';
import type { DeployedStage } from '../../../tools/first-deploy/stage/deployed-stage.ts';
import type { AwsCall } from '../../../tools/local/signed-fetch.ts';
import { everyStack, frontDoorConfig } from '../../lib/every-stack.ts';
import { flatten, propertiesOf } from '../../lib/synthesize.ts';

const config = parseConfig('prod', {
  ...frontDoorConfig,
  gradualDeployment: { percent: 10, minutes: 15 },
});
const { service, operators } = everyStack(config);
if (service === undefined || operators === undefined) throw new Error('a stack is missing');

const ofType = (type: string) =>
  [service, operators].flatMap((template) => propertiesOf(template, type));

const aliasArn = (id: string) => `arn:aws:lambda:eu-central-1:111111111111:function:${id}:live`;
const resources = ['Lambda::Alias', 'CodeDeploy::Application']
  .map((type) => `AWS::${type}`)
  .flatMap((type) =>
    ofType(type).map(([id]) => ({
      logicalId: id,
      type,
      physicalId: type === 'AWS::Lambda::Alias' ? aliasArn(id) : id,
    })),
  );
const groups = new Map(ofType('AWS::CodeDeploy::DeploymentGroup'));

const machine = 'arn:aws:states:eu-central-1:111111111111:stateMachine:orders';

/** The template's definition, with the ARN of a version for every version that it names. */
const definition = flatten(
  propertiesOf(service, 'AWS::StepFunctions::StateMachine').find(([id]) =>
    id.startsWith('OrderMigration'),
  )?.[1].DefinitionString,
).replace(
  /<(Steps[^>]+)>/g,
  (_, id) =>
    `arn:aws:lambda:eu-central-1:111111111111:function:${id.replace(/CurrentVersion.*/, ':7')}`,
);

/** What AWS answers where somebody changed something by hand. */
type Answers = {
  alias?: object;
  liveHash?: string;
  group?: object;
  alarms?: string[];
  /** Groups that are gone. */
  withoutGroups?: boolean;
  weights?: object[];
  execution?: object;
  definition?: string;
};

const alarmName = 'keepsake-prod-deployment-api-errors';
const { AlarmConfiguration: alarms, AutoRollbackConfiguration: rollback } = [...groups.values()][0];
const groupInfo = {
  alarmConfiguration: { enabled: alarms.Enabled, alarms: [{ name: alarmName }] },
  autoRollbackConfiguration: { enabled: rollback.Enabled, events: rollback.Events },
};

const answerOf = (path: string, { alias, liveHash = 'sha' }: Answers): object => {
  if (path.endsWith('/aliases/live')) return { FunctionVersion: '7', ...alias };
  return { CodeSha256: path.includes(':live/') ? liveHash : 'sha' };
};

const codeDeployAnswer = (headers: AwsCall['headers'], body: string, answers: Answers): object => {
  if (headers?.['x-amz-target']?.endsWith('.GetDeploymentGroup'))
    return { deploymentGroupInfo: { ...groupInfo, ...answers.group } };
  const { applicationName } = JSON.parse(body);
  const own = [...groups].filter(
    ([, { ApplicationName }]) => flatten(ApplicationName) === `<${applicationName}>`,
  );
  return { deploymentGroups: answers.withoutGroups ? [] : own.map(([id]) => id) };
};

/** A stage as AWS answers for it, made of the template. */
const stageWith = (answers: Answers = {}): DeployedStage =>
  ({
    config,
    resources,
    orderStateMachineArn: machine,
    operator: {
      call: async ({ service: named, path = '-', headers, body = '{}' }: AwsCall) => {
        if (named === 'lambda') return JSON.stringify(answerOf(path, answers));
        if (named === 'codedeploy') return JSON.stringify(codeDeployAnswer(headers, body, answers));
        const { alarms: known = [alarmName] } = answers;
        expect(headers?.['x-amz-target']).toMatch(/DescribeAlarms$/);
        return JSON.stringify({ MetricAlarms: known.map((AlarmName) => ({ AlarmName })) });
      },
    },
    sfn: {
      send: async ({ input }: { input: Record<string, string> }) => {
        const version = { stateMachineVersionArn: `${machine}:3` };
        if (input.stateMachineAliasArn !== undefined)
          return { routingConfiguration: answers.weights ?? [{ ...version, weight: 100 }] };
        const alias = { stateMachineAliasArn: `${machine}:live` };
        const executionArn = input.executionArn;
        return { executionArn, ...alias, ...version, definition, ...answers };
      },
    },
  }) as unknown as DeployedStage;

const [aliasesLead, groupsShift] = gradualChecks;
const runOf = (check: (typeof gradualChecks)[number] | undefined, answers?: Answers) =>
  check?.run(stageWith(answers));

describe('the checks of gradual deployment, asked what the template deploys', () => {
  it('pass, and say how much there is', async () => {
    expect(await runOf(aliasesLead)).toBe('16 aliases');
    expect(await runOf(groupsShift)).toBe('16 groups');
    expect(await expectVersioned(stageWith(), 'ord_1')).toBe('version 3');
    expect(definition.match(/:function:Steps[^"]+:7/g)).toHaveLength(10);
  });

  it.each<[string, Answers, RegExp]>([
    ['an alias of $LATEST', { alias: { FunctionVersion: '$LATEST' } }, /names \$LATEST/],
    [
      'a shift that was left half-way',
      { alias: { RoutingConfig: { AdditionalVersionWeights: { 8: 0.1 } } } },
      /shift to version 8 is under way/,
    ],
    ['other code behind the alias', { liveHash: 'older' }, /"older" instead of "sha"/],
  ])('fail for %s', async (_, answers, why) => {
    await expect(runOf(aliasesLead, answers)).rejects.toThrow(why);
  });

  it.each<[string, Answers, RegExp]>([
    [
      'a group that does not roll back',
      { group: { autoRollbackConfiguration: { enabled: false, events: [] } } },
      /does not roll back/,
    ],
    [
      'a group that rolls back for another reason alone',
      { group: { autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] } } },
      /does not roll back/,
    ],
    [
      'a group whose alarms are ignored',
      { group: { alarmConfiguration: { enabled: false, alarms: [{ name: alarmName }] } } },
      /looks at no alarm/,
    ],
    ['an alarm that is gone', { alarms: [] }, /knows no alarm keepsake-prod-deployment-api-errors/],
  ])('fail for %s', async (_, answers, why) => {
    await expect(runOf(groupsShift, answers)).rejects.toThrow(why);
  });

  it('fail for aliases without groups', async () => {
    await expect(runOf(groupsShift, { withoutGroups: true })).rejects.toThrow(/number of groups/);
  });

  it.each<[string, Answers & object, RegExp]>([
    ['two versions behind the alias', { weights: [{}, {}] }, /number of versions.* is 2/],
    ['an order that runs no version', { stateMachineVersionArn: undefined } as object, /version/],
    [
      'an order that was started without the alias',
      { stateMachineAliasArn: machine } as object,
      /alias/,
    ],
    [
      'an order of another version',
      { weights: [{ stateMachineVersionArn: `${machine}:4` }] },
      /:3" instead of .*:4"/,
    ],
    [
      'a workflow that calls a function itself',
      { definition: '{"Resource":"arn:aws:lambda:eu-central-1:1:function:copy-files"}' },
      /without a version: arn:aws:lambda.*copy-files/,
    ],
  ])('fail for %s', async (_, answers, why) => {
    await expect(expectVersioned(stageWith(answers), 'ord_1')).rejects.toThrow(why);
  });

  it('look for nothing in a stage that is deployed at once', async () => {
    const stage = { config: defaultConfig('prod') } as unknown as DeployedStage;
    for (const check of [...gradualChecks, orderVersionCheck])
      expect(await check.run(stage)).toEqual({ skipped: 'gradualDeployment is not configured' });
  });
});
