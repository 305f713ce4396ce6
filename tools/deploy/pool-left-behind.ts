import type { StackResource } from '../../adapters/aws/stacks.ts';
import type { Config } from '../../lib/config-schema.ts';

/**
 * Why a stage of version 0.1.0 must not be updated as it is configured: its users would be left in
 * a pool that no function reads any more. `undefined` where nothing is left behind.
 */
export const poolLeftBehind = (
  { stage, auth }: Pick<Config, 'stage' | 'auth'>,
  service: readonly StackResource[],
): string | undefined => {
  const idOf = (wanted: string) => service.find(({ type }) => type === wanted)?.physicalId;
  const pool = idOf('AWS::Cognito::UserPool');
  if (pool === undefined || auth.issuer || auth.pool) return undefined;
  const client = idOf('AWS::Cognito::UserPoolClient');
  return (
    `Keepsake-${stage}-Service still holds the user pool ${pool}: new stages have theirs in ` +
    'Data, and its users could not sign in any more. Set in lib/config.ts, for this stage: ' +
    `auth.pool: { id: '${pool}', client: '${client}', inService: true }. Then deploy, remove ` +
    '`inService`, and deploy again (docs/deploying.md, "From 0.1.0").'
  );
};
