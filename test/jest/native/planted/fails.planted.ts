import { expect, it } from '@jest/globals';

type Answer = { given: number };

it('fails', () => {
  const answer: Answer = { given: 1 };
  expect(answer.given).toBe(2);
});
