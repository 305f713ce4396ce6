import type { StackResource } from '../../adapters/aws/stacks.ts';
import type { Config } from '../../lib/config-schema.ts';

/**
 * Groups of the stage's user pool that its settings no longer name: their members lose their power,
 * and the group that the settings name instead has no member. `undefined` where there is none.
 */
export const groupsLeftBehind = (
  { auth }: Pick<Config, 'auth'>,
  data: readonly StackResource[],
): string | undefined => {
  if (auth.issuer || auth.pool) return undefined;
  const named: readonly string[] = [auth.adminGroup, auth.workerGroup, auth.viewerGroup];
  const left = data
    .filter(({ type }) => type === 'AWS::Cognito::UserPoolGroup')
    .map(({ physicalId }) => physicalId)
    .filter((group) => !named.includes(group));
  if (left.length === 0) return undefined;
  return (
    `The settings name other groups than the user pool has: members of ${left.join(', ')} lose ` +
    `their power, and a new group begins empty. Add its members once this is deployed: aws ` +
    'cognito-idp admin-add-user-to-group --user-pool-id <userPoolId> --group-name <group> ' +
    '--username <e-mail>.'
  );
};
