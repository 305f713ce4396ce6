import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Config } from '../config-schema.ts';

type Runbook = { stage: string; url: string };

const contextKey = 'keepsake:runbook';

/** Gives a stack's alarms their stage and runbook. Call it before the stack has children. */
export const useRunbook = (
  { node }: IConstruct,
  { stage, observability: { runbookUrl = 'docs/runbook.md' } }: Config,
): void => {
  node.setContext(contextKey, { stage, url: runbookUrl } satisfies Runbook);
};

/** The runbook of the stack this is in. */
export const runbookOf = ({ node }: IConstruct): Runbook => {
  const found: Runbook | undefined = node.tryGetContext(contextKey);
  if (found === undefined)
    throw new Error(`No runbook is known at ${node.path}: its stack must call useRunbook first.`);
  return found;
};

/** `DeadLetters` as `dead-letters`. */
export const kebab = (id: string): string =>
  id.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();

/** Ids from below the stack down to a construct, wherever in an app the stack lies. */
export const pathInStack = (construct: IConstruct): string[] => {
  const { scopes } = construct.node;
  return scopes.slice(scopes.indexOf(Stack.of(construct)) + 1).map(({ node }) => node.id);
};
