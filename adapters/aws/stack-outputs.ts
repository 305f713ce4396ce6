import { askCloudFormation, textsOf } from './cloudformation.ts';
import type { Where } from './signed-post.ts';

/**
 * A stack's outputs by name; `undefined` when there is no such stack. Throws `TransientFault`,
 * `AccessRefused`, or an error with what AWS said.
 */
export const stackOutputs = async (
  where: Where,
  stack: string,
): Promise<Record<string, string> | undefined> => {
  const xml = await askCloudFormation(where, { Action: 'DescribeStacks', StackName: stack });
  if (xml === undefined) return undefined;
  const values = textsOf(xml, 'OutputValue');
  return Object.fromEntries(
    textsOf(xml, 'OutputKey').map((key, index) => [key, values[index] ?? '']),
  );
};
