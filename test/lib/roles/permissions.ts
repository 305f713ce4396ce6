import { flatten, propertiesOf, templatesOf } from '../synthesize.ts';

const { service } = templatesOf();

type Statement = { Effect: string; Action: string | string[]; Resource: unknown };

export const permissionsOf = (role: string): string[] =>
  propertiesOf(service, 'AWS::IAM::Policy')
    .filter(([, { Roles }]) => Roles.map(flatten).includes(role))
    .flatMap(([, { PolicyDocument }]) => PolicyDocument.Statement as Statement[])
    .flatMap(({ Effect, Action, Resource }) =>
      [Resource]
        .flat()
        .flatMap((resource) =>
          [Action]
            .flat()
            .map((action) => `${Effect === 'Allow' ? '' : Effect}${action} ${flatten(resource)}`),
        ),
    );

/** What is said twice is allowed once. */
export const distinct = (statements: readonly string[]): string[] =>
  [...new Set(statements)].sort();
