import { expect, it } from '@jest/globals';
import { stackParts } from '../../../lib/shared/stage-stacks.ts';
import { everyStack, frontDoorConfig, replicaConfig } from '../every-stack.ts';

it('names every stack of a stage that uses everything it may', () => {
  const { replica } = replicaConfig;
  const stacks = everyStack({ ...frontDoorConfig, replica });
  const synthesized = Object.keys(stacks).map((name) => name.toLowerCase());
  expect(stackParts.map((part) => part.toLowerCase()).sort()).toEqual(synthesized.sort());
});
