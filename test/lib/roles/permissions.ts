import type { Template } from 'aws-cdk-lib/assertions';
import { flatten, propertiesOf } from '../synthesize.ts';

export type Statement = {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: unknown;
};
type Policy = { PolicyDocument: { Statement: Statement[] } };

/**
 * Every statement of a role: those of its own, and those of the policies that are attached to it.
 */
export const statementsOf = (service: Template, role: string): Statement[] => {
  const own = propertiesOf(service, 'AWS::IAM::Role')
    .filter(([name]) => `<${name}>` === role)
    .flatMap(([, { Policies = [] }]) => Policies as Policy[]);
  const attached = propertiesOf(service, 'AWS::IAM::Policy')
    .filter(([, { Roles }]) => Roles.map(flatten).includes(role))
    .map(([, policy]) => policy as Policy);
  return [...own, ...attached].flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
};

/** Every right of a role, as `action resource`. */
export const permissionsOf = (service: Template, role: string): string[] =>
  statementsOf(service, role).flatMap(({ Effect, Action, Resource }) =>
    [Resource]
      .flat()
      .flatMap((resource) =>
        [Action]
          .flat()
          .map((action) => `${Effect === 'Allow' ? '' : Effect}${action} ${flatten(resource)}`),
      ),
  );

/** The statements without repetitions. */
export const distinct = (statements: readonly string[]): string[] =>
  [...new Set(statements)].sort();
