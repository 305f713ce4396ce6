import { askCloudFormation, textsOf } from './cloudformation.ts';
import type { Where } from './signed-post.ts';

/** One resource of a stack: what the template calls it, its type, and what AWS calls it. */
export type StackResource = { logicalId: string; type: string; physicalId: string };

const resourcesIn = (xml: string): StackResource[] =>
  [...xml.matchAll(/<member>([\s\S]*?)<\/member>/g)].map(([, member = '']) => ({
    logicalId: textsOf(member, 'LogicalResourceId')[0] ?? '',
    type: textsOf(member, 'ResourceType')[0] ?? '',
    physicalId: textsOf(member, 'PhysicalResourceId')[0] ?? '',
  }));

/**
 * Every resource of a stack; none when there is no such stack. Throws `TransientFault`,
 * `AccessRefused`, or an error with what AWS said.
 */
export const stackResources = async (where: Where, stack: string): Promise<StackResource[]> => {
  const found: StackResource[] = [];
  let next: string | undefined;
  do {
    const xml = await askCloudFormation(where, {
      Action: 'ListStackResources',
      StackName: stack,
      ...(next && { NextToken: next }),
    });
    if (xml === undefined) return found;
    found.push(...resourcesIn(xml));
    next = textsOf(xml, 'NextToken')[0];
  } while (next);
  return found;
};
