import { expect, it } from '@jest/globals';
import { stackParts } from '../../../lib/shared/stage-stacks.ts';
import { everyStack, frontDoorConfig } from '../every-stack.ts';

it('names every stack of a stage that uses everything it may', () => {
  const synthesized = Object.keys(everyStack(frontDoorConfig)).map((name) => name.toLowerCase());
  expect(stackParts.map((part) => part.toLowerCase()).sort()).toEqual(synthesized.sort());
});
