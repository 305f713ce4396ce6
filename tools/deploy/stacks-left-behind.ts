import type { Config } from '../../lib/config-schema.ts';
import { stackNameOf } from '../../lib/shared/stage-stacks.ts';

/** Stacks of settings that may be taken away, and what such a stack goes on doing by itself. */
export const optionalStacks = {
  Refunds: { setting: 'refund', goesOn: 'asks the payment provider for refunds and captures' },
  Webhooks: { setting: 'webhooks', goesOn: 'sends events to its endpoints' },
  Variants: { setting: 'variants', goesOn: 'draws pictures and films' },
  Console: { setting: 'console', goesOn: 'serves the console' },
} as const;

export type OptionalStack = keyof typeof optionalStacks;

/** The optional stacks that the stage's settings do not name. */
export const unnamedStacks = (config: Partial<Config>): OptionalStack[] =>
  (Object.keys(optionalStacks) as OptionalStack[]).filter(
    (part) => config[optionalStacks[part].setting] === undefined,
  );

/**
 * What to do about stacks that are deployed and that the settings no longer name: the CDK leaves
 * them alone, and they go on working as they were. `undefined` where there is none.
 */
export const stacksLeftBehind = (
  stage: string,
  deployed: readonly OptionalStack[],
): string | undefined => {
  if (deployed.length === 0) return undefined;
  const told = deployed.map((part) => {
    const name = stackNameOf(stage, part);
    const { setting, goesOn } = optionalStacks[part];
    return (
      `${name} ${goesOn}, although the stage has no \`${setting}\` any more: ` +
      `aws cloudformation delete-stack --stack-name ${name}`
    );
  });
  return [
    'Stacks that no deployment removes. Empty their dead letters, then delete them:',
    ...told,
  ].join('\n  ');
};
