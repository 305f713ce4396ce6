import type { CloudFormationClient, Stack } from '@aws-sdk/client-cloudformation';
import { callWithRight } from './access-refused.ts';
import { awsError } from './aws-errors.ts';
import { type AwsAccess, clientSettings } from './client-settings.ts';

/** One resource of a stack: its logical id in the template, its type and its physical id. */
export type StackResource = { logicalId: string; type: string; physicalId: string };

/**
 * CloudFormation's description of a stack; `undefined` when no stack has that name. Throws
 * `AccessRefused`, `TransientFault`, or the SDK's error.
 */
export const describeStack = async (
  where: AwsAccess,
  stack: string,
): Promise<Stack | undefined> => {
  const { DescribeStacksCommand } = await sdk();
  const client = await clientOf(where);
  const answer = await unlessAbsent(
    callWithRight('cloudformation:DescribeStacks', () =>
      client.send(new DescribeStacksCommand({ StackName: stack })),
    ),
  );
  return answer?.Stacks?.[0];
};

// Loaded on demand: most commands need no stack.
const sdk = () => import('@aws-sdk/client-cloudformation');

const clientOf = async (where: AwsAccess): Promise<CloudFormationClient> =>
  new (await sdk()).CloudFormationClient(clientSettings(where, 'cloudformation'));

/** CloudFormation has no error of its own for a stack that is not there. */
const unlessAbsent = async <Answer>(asked: Promise<Answer>): Promise<Answer | undefined> => {
  try {
    return await asked;
  } catch (error) {
    if (/does not exist/.test(awsError(error).message ?? 'nothing')) return undefined;
    throw error;
  }
};

/** A stack's outputs by name; `undefined` and errors as from `describeStack`. */
export const stackOutputs = async (
  where: AwsAccess,
  stack: string,
): Promise<Record<string, string> | undefined> => {
  const described = await describeStack(where, stack);
  if (described === undefined) return undefined;
  return Object.fromEntries(
    (described.Outputs ?? []).flatMap(({ OutputKey, OutputValue }) =>
      OutputKey === undefined || OutputValue === undefined ? [] : [[OutputKey, OutputValue]],
    ),
  );
};

/**
 * Every resource of a stack that AWS has made; none when there is no such stack. Throws
 * `AccessRefused`, `TransientFault`, or the SDK's error.
 */
export const stackResources = async (where: AwsAccess, stack: string): Promise<StackResource[]> => {
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
