import { stackResources } from '../../../adapters/aws/stacks.ts';
import { type StackPart, stackNameOf } from '../../../lib/shared/stage-stacks.ts';
import type { DeployedStage } from './deployed-stage.ts';

/**
 * The resources of some stacks of a stage, as a function that returns the physical ids of a type. A
 * stack that the stage does not have has no resources.
 */
export const resourcesOf = async (
  { config: { stage }, operator }: Pick<DeployedStage, 'config' | 'operator'>,
  parts: readonly StackPart[],
): Promise<(type: string) => string[]> => {
  const found = await Promise.all(
    parts.map((part) => stackResources(operator, stackNameOf(stage, part))),
  );
  return (type) =>
    found.flat().flatMap((resource) => (resource.type === type ? [resource.physicalId] : []));
};
