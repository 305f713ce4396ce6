import { type Check, expectEqual, expectThat } from '../../check.ts';
import type { DeployedStage } from '../../stage/deployed-stage.ts';
import { json } from '../../stage/operator.ts';

type LogGroup = { logGroupName: string; retentionInDays?: number };
type Page = { logGroups?: LogGroup[]; nextToken?: string };

const groupsBelow = async (
  { operator }: DeployedStage,
  logGroupNamePrefix: string,
): Promise<LogGroup[]> => {
  const found: LogGroup[] = [];
  let next: string | undefined;
  do {
    const input: object = { logGroupNamePrefix, ...(next !== undefined && { nextToken: next }) };
    const { logGroups = [], nextToken }: Page = await json<Page>(
      operator,
      'logs',
      'Logs_20140328.DescribeLogGroups',
      input,
    );
    found.push(...logGroups);
    next = nextToken;
  } while (next !== undefined);
  return found;
};

/** Log groups that never expire are a bill that only grows. */
export const logRetentionCheck: Check = {
  name: 'every log group expires as configured',
  remedy:
    'deploy again: somebody changed it by hand, or a function logs where the stack does not say',
  async run(stage) {
    const { logDays } = stage.config.retention;
    const names = stage.resources
      .filter(({ type }) => type === 'AWS::Logs::LogGroup')
      .map(({ physicalId }) => physicalId);
    expectThat(names.length > 0, 'the stage has no log groups');
    // CloudFormation begins a name with that of the stack.
    const ofStage = `Keepsake-${stage.config.stage}-`;
    const prefixes = [...new Set(names.map((name) => (name.startsWith('/') ? name : ofStage)))];
    const groups = (await Promise.all(prefixes.map((prefix) => groupsBelow(stage, prefix)))).flat();
    for (const name of names) {
      const group = groups.find(({ logGroupName }) => logGroupName === name);
      expectEqual(`days ${name} keeps`, group?.retentionInDays, logDays);
    }
    return `${names.length} groups, ${logDays} days`;
  },
};
