import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expectThat } from '../check.ts';
import type { PreflightCheck } from './preflight-check.ts';

const shownActions = 10;

type Statement = { Action: string[]; Resource: string[] };

const folder = fileURLToPath(new URL('../../../docs/deployment-policy/', import.meta.url));

/** Rights that a deployment needs: docs/deployment-policy, which is derived from the templates. */
const neededStatements = (): Statement[] =>
  globSync('*.json', { cwd: folder }).flatMap((file) => {
    const policy = JSON.parse(readFileSync(`${folder}${file}`, 'utf8'));
    return (policy as { Statement: Statement[] }).Statement;
  });

/** A resource that a statement's pattern is about, of this account and with a name that fits. */
const exampleOf = (pattern: string, account: string, region: string): string =>
  pattern
    .replace(/^(arn:aws:\w+:)\*:\*:/, `$1${region}:${account}:`)
    .replace(/^(arn:aws:\w+::)\*:/, `$1${account}:`)
    .replace(/(.)\*$/, '$1first-deploy');

/** The first actions of a list. An administrator who forgot the policies lacks 400 of them. */
const fewOf = (actions: readonly string[]): string => {
  const more = actions.length - shownActions;
  return `${actions.slice(0, shownActions).join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
};

/** IAM's own opinion of the role that CloudFormation deploys with. */
export const deploymentRightsCheck: PreflightCheck = {
  name: 'CloudFormation may do what the templates need',
  remedy:
    'give the bootstrap the policies of docs/deployment-policy: docs/deploying.md, ' +
    '"Prerequisites"',
  async run(probe) {
    const account = await probe.account();
    const denied: string[] = [];
    for (const { Action, Resource } of neededStatements()) {
      const [pattern = '*'] = Resource;
      const resource = exampleOf(pattern, account, probe.region);
      denied.push(...(await probe.deniedTo(`cfn-exec-role-${account}`, { Action, resource })));
    }
    expectThat(denied.length === 0, `not allowed: ${fewOf(denied)}`);
    return undefined;
  },
};
