import {
  DescribeStateMachineAliasCommand,
  DescribeStateMachineForExecutionCommand,
} from '@aws-sdk/client-sfn';
import { liveAlias } from '../../../../lib/shared/gradual-schema.ts';
import { type Check, expectEqual, expectFound, expectThat } from '../../check.ts';
import { paidOrderOf } from '../../samples/paid-order.ts';
import { alarmsNamed } from '../../stage/cloudwatch.ts';
import type { DeployedStage } from '../../stage/deployed-stage.ts';
import { executionsOf } from '../../stage/executions.ts';
import { json } from '../../stage/operator.ts';

const onlyAws = 'it has neither CodeDeploy nor versions of workflows';
const notWanted = { skipped: 'gradualDeployment is not configured' };
const remedy = 'deploy again: somebody changed it by hand, or a deployment was stopped half-way';

const idsOf = ({ resources }: DeployedStage, type: string): string[] =>
  resources.filter((resource) => resource.type === type).map(({ physicalId }) => physicalId);

type Alias = {
  FunctionVersion: string;
  RoutingConfig?: { AdditionalVersionWeights?: Record<string, number> };
};

const askLambda = async <Answer>({ operator }: DeployedStage, path: string): Promise<Answer> =>
  JSON.parse(
    await operator.call({
      service: 'lambda',
      method: 'GET',
      path: `/2015-03-31/functions/${path}`,
    }),
  );

/** Name of the function in the ARN of its alias, which is the alias' physical id. */
const functionOf = (aliasArn: string): string => `${aliasArn.split(':').at(-2)}`;

const expectWhole = async (stage: DeployedStage, name: string): Promise<void> => {
  const { FunctionVersion, RoutingConfig } = await askLambda<Alias>(
    stage,
    `${name}/aliases/${liveAlias}`,
  );
  expectThat(/^\d+$/.test(FunctionVersion), `${name}: the alias names ${FunctionVersion}`);
  const others = Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {});
  expectThat(others.length === 0, `${name}: a shift to version ${others} is under way`);
  const hash = async (path: string) =>
    (await askLambda<{ CodeSha256: string }>(stage, `${path}/configuration`)).CodeSha256;
  expectEqual(
    `the code behind the alias of ${name}`,
    await hash(`${name}:${liveAlias}`),
    await hash(name),
  );
};

type Group = {
  deploymentGroupInfo: {
    alarmConfiguration?: { enabled: boolean; alarms: { name: string }[] };
    autoRollbackConfiguration?: { enabled: boolean; events: string[] };
  };
};

const askCodeDeploy = <Answer>({ operator }: DeployedStage, call: string, input: object) =>
  json<Answer>(operator, 'codedeploy', `CodeDeploy_20141006.${call}`, input);

type GroupName = { applicationName: string; deploymentGroupName: string };

/** The groups of every application: each stack with functions behind the API has one. */
const groupsOf = async (stage: DeployedStage): Promise<GroupName[]> => {
  const applications = idsOf(stage, 'AWS::CodeDeploy::Application').map(async (applicationName) => {
    const { deploymentGroups } = await askCodeDeploy<{ deploymentGroups: string[] }>(
      stage,
      'ListDeploymentGroups',
      { applicationName },
    );
    return deploymentGroups.map((deploymentGroupName) => ({
      applicationName,
      deploymentGroupName,
    }));
  });
  return (await Promise.all(applications)).flat();
};

/** The alarms by which a group rolls back. */
const rollbackAlarmsOf = async (stage: DeployedStage, group: GroupName): Promise<string[]> => {
  const { deploymentGroupName } = group;
  const { deploymentGroupInfo } = await askCodeDeploy<Group>(stage, 'GetDeploymentGroup', group);
  const { alarmConfiguration: alarms, autoRollbackConfiguration: rollback } = deploymentGroupInfo;
  expectThat(
    rollback?.enabled && rollback.events.includes('DEPLOYMENT_STOP_ON_ALARM'),
    `${deploymentGroupName} does not roll back by alarm`,
  );
  const names = alarms?.enabled ? alarms.alarms.map(({ name }) => name) : [];
  expectThat(names.length > 0, `${deploymentGroupName} looks at no alarm`);
  return names;
};

/** Checks of the way by which new code comes to requests, that only read. */
export const gradualChecks: readonly Check[] = [
  {
    name: 'every alias of the API leads to one published version of what was deployed',
    remedy,
    onlyAws,
    async run(stage) {
      if (stage.config.gradualDeployment === undefined) return notWanted;
      const aliases = idsOf(stage, 'AWS::Lambda::Alias');
      expectThat(aliases.length > 0, 'the Service stack has no alias');
      for (const alias of aliases) await expectWhole(stage, functionOf(alias));
      return `${aliases.length} aliases`;
    },
  },
  {
    name: 'every alias is shifted by a deployment group that rolls back by alarm',
    remedy,
    onlyAws,
    async run(stage) {
      if (stage.config.gradualDeployment === undefined) return notWanted;
      const groups = await groupsOf(stage);
      expectEqual('number of groups', groups.length, idsOf(stage, 'AWS::Lambda::Alias').length);
      const named = new Set<string>();
      for (const group of groups)
        for (const alarm of await rollbackAlarmsOf(stage, group)) named.add(alarm);
      const known = (await alarmsNamed(stage, [...named])).map(({ AlarmName }) => AlarmName);
      const missing = [...named].filter((name) => !known.includes(name));
      expectThat(missing.length === 0, `CloudWatch knows no alarm ${missing.join(', ')}`);
      return `${groups.length} groups`;
    },
  },
];

/**
 * The version that an order's execution runs. Throws `CheckFailed` unless it is the one behind the
 * alias, and calls versions alone.
 */
export const expectVersioned = async (stage: DeployedStage, orderId: string): Promise<string> => {
  const stateMachineAliasArn = `${stage.orderStateMachineArn}:${liveAlias}`;
  const { routingConfiguration = [] } = await stage.sfn.send(
    new DescribeStateMachineAliasCommand({ stateMachineAliasArn }),
  );
  expectEqual('number of versions behind the alias', routingConfiguration.length, 1);
  const [execution] = await executionsOf(stage, orderId);
  const found = expectFound('the execution of the order', execution);
  expectEqual('alias of the execution', found.stateMachineAliasArn, stateMachineAliasArn);
  const version = expectFound('version of the execution', found.stateMachineVersionArn);
  expectEqual('its version', version, routingConfiguration[0]?.stateMachineVersionArn);
  const { definition } = await stage.sfn.send(
    new DescribeStateMachineForExecutionCommand({ executionArn: found.executionArn }),
  );
  const loose = unversionedIn(definition);
  expectThat(loose.length === 0, `called without a version: ${loose.join(', ')}`);
  return `version ${version.split(':').at(-1)}`;
};

/** Functions in a definition that are named without a version. */
const unversionedIn = (definition = '{}'): string[] =>
  [...definition.matchAll(/"Resource"\s*:\s*"(arn:[^":]+:lambda:[^"]+)"/g)].flatMap(
    ([, arn = '-']) => (/:\d+$/.test(arn) ? [] : [arn]),
  );

/** Follows the paid order of the other checks. */
export const orderVersionCheck: Check = {
  name: 'a paid order runs one version of its workflow, which calls versions of the functions',
  remedy,
  onlyAws,
  async run(stage) {
    if (stage.config.gradualDeployment === undefined) return notWanted;
    return expectVersioned(stage, (await paidOrderOf(stage)).kept.orderId);
  },
};
