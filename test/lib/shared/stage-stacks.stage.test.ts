import { expect, it } from '@jest/globals';
import { stackParts, stageWord } from '../../../lib/shared/stage-stacks.ts';
import { everyStack, frontDoorConfig, replicaConfig } from '../every-stack.ts';

it('names every stack of a stage that uses everything it may', () => {
  const { replica } = replicaConfig;
  const stacks = everyStack({ ...frontDoorConfig, replica });
  const synthesized = Object.keys(stacks).map((name) => name.toLowerCase());
  expect(stackParts.map((part) => part.toLowerCase()).sort()).toEqual(synthesized.sort());
});

it('gives no two stages one word for the names of their queues and buckets', () => {
  const stages = [
    ...['prod', 'dev', 'Prod', 'pr_od', 'pr.od', 'pr-od', 'shop-europe-produc'],
    ...['Shop-Europe-Files', 'Shop-Europe-Film', 'shop-europe-production', 'shop-europe-product'],
  ];
  const words = stages.map(stageWord);
  expect(new Set(words).size).toBe(stages.length);
  for (const word of words) expect(word).toMatch(/^[a-z0-9-]{1,18}$/);
  // Those that are names already stay what they are: queues and buckets of such stages exist.
  expect(['prod', 'dev', 'pr-od', 'shop-europe-produc'].map(stageWord)).toEqual([
    ...['prod', 'dev', 'pr-od', 'shop-europe-produc'],
  ]);
});
