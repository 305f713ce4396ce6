import { Annotations, CfnOutput, type Stack } from 'aws-cdk-lib';
import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { GivenKey, neededStatements } from './given-key.ts';

/** Name of the output that says what the policy of a given key must hold, as a JSON array. */
export const keyPolicyOutput = 'keyPolicy';

/**
 * Says in an output of the first stack what the policy of the key that these stacks were given must
 * hold. Nothing where they have keys of their own, or none.
 */
export const tellKeyPolicy = (stack: Stack, ...others: Stack[]): void => {
  const keys = [stack, ...others]
    .flatMap(({ node }) => node.findAll())
    .filter((construct) => construct instanceof GivenKey);
  const [key] = keys;
  if (key === undefined) return;
  const document = new PolicyDocument({
    statements: neededStatements(stack, keys),
    minimize: true,
  });
  // A statement's id must be unique in a policy that is not ours.
  const statements = (stack.resolve(document) as { Statement: { Sid?: string }[] }).Statement.map(
    ({ Sid: _ours, ...needed }) => needed,
  );
  new CfnOutput(stack, keyPolicyOutput, { value: JSON.stringify(statements) });
  Annotations.of(stack).addInfoV2(
    'keepsake:keyPolicy',
    `The policy of ${key.keyArn} is yours. Before you deploy, add what the output ` +
      `${keyPolicyOutput} of ${stack.stackName} says.`,
  );
};
