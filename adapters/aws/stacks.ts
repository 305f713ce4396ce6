import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { callWithRight } from './access-refused.ts';
import { awsError } from './aws-errors.ts';
import { clientSettings, type Where } from './where.ts';

/** One resource of a stack: what the template calls it, its type, and what AWS calls it. */
export type StackResource = { logicalId: string; type: string; physicalId: string };

// Loaded when a stack is asked about: most commands of the command line never do.
const sdk = () => import('@aws-sdk/client-cloudformation');

const clientOf = async (where: Where): Promise<CloudFormationClient> =>
  new (await sdk()).CloudFormationClient(clientSettings(where));

/** CloudFormation has no error of its own for a stack that is not there. */
const unlessAbsent = async <Answer>(asked: Promise<Answer>): Promise<Answer | undefined> => {
  try {
    return await asked;
  } catch (error) {
    if (/does not exist/.test(awsError(error).message ?? 'nothing')) return undefined;
    throw error;
  }
};

/**
 * A stack's outputs by name; `undefined` when there is no such stack. Throws `AccessRefused`,
 * `TransientFault`, or the SDK's error.
 */
export const stackOutputs = async (
  where: Where,
  stack: string,
): Promise<Record<string, string> | undefined> => {
  const { DescribeStacksCommand } = await sdk();
  const client = await clientOf(where);
  const answer = await unlessAbsent(
    callWithRight('cloudformation:DescribeStacks', () =>
      client.send(new DescribeStacksCommand({ StackName: stack })),
    ),
  );
  if (answer === undefined) return undefined;
  const outputs = answer.Stacks?.[0]?.Outputs ?? [];
  return Object.fromEntries(
    outputs.flatMap(({ OutputKey, OutputValue }) =>
      OutputKey === undefined || OutputValue === undefined ? [] : [[OutputKey, OutputValue]],
    ),
  );
};

/**
 * Every resource of a stack that AWS has made; none when there is no such stack. Throws
 * `AccessRefused`, `TransientFault`, or the SDK's error.
 */
export const stackResources = async (where: Where, stack: string): Promise<StackResource[]> => {
  const { ListStackResourcesCommand } = await sdk();
  const client = await clientOf(where);
  const found: StackResource[] = [];
  let next: string | undefined;
  do {
    const command = new ListStackResourcesCommand({ StackName: stack, NextToken: next });
    const page = await unlessAbsent(
      callWithRight('cloudformation:ListStackResources', () => client.send(command)),
    );
    for (const resource of page?.StackResourceSummaries ?? []) {
      const { LogicalResourceId: logicalId, ResourceType: type } = resource;
      const physicalId = resource.PhysicalResourceId;
      if (logicalId && type && physicalId) found.push({ logicalId, type, physicalId });
    }
    next = page?.NextToken;
  } while (next);
  return found;
};
