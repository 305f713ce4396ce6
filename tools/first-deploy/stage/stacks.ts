import type { Stack } from '@aws-sdk/client-cloudformation';
import * as stacks from '../../../adapters/aws/stacks.ts';
import { FirstDeployProblem } from '../first-deploy-problem.ts';
import type { Operator } from './operator.ts';

/** A stack's description. Throws `FirstDeployProblem` if the stack is not deployed here. */
export const describeStack = async (operator: Operator, name: string): Promise<Stack> => {
  const stack = await stacks.describeStack(operator, name);
  if (stack === undefined) throw notDeployed(operator, name);
  return stack;
};

const notDeployed = ({ endpoint, region }: Operator, name: string): FirstDeployProblem => {
  const stage = name.split('-')[1];
  return new FirstDeployProblem(
    `There is no stack ${name} at ${endpoint ?? region}. Deploy it (npm run deploy -- ` +
      `--stage ${stage}), or name another stage or region.`,
  );
};

/** A stack's outputs by name; throws `FirstDeployProblem` when it is not deployed here. */
export const stackOutputs = async (
  operator: Operator,
  name: string,
): Promise<Record<string, string>> => {
  const outputs = await stacks.stackOutputs(operator, name);
  if (outputs === undefined) throw notDeployed(operator, name);
  return outputs;
};

export const { stackResources } = stacks;
