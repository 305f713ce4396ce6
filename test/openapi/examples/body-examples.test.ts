import { describe, expect, it } from '@jest/globals';
import { bodyExamples } from '../../../openapi/examples/body-examples.ts';
import type { Operation } from '../../../openapi/operation.ts';
import { operations } from '../../../openapi/operations.ts';

const withBody = Object.entries<Operation>(operations).filter(([, { body }]) => body);
const inJson = withBody.filter(([, { isForm }]) => !isForm);

describe('the examples of bodies', () => {
  it('are there for every operation that takes a body, and for no other', () => {
    expect(Object.keys(bodyExamples).sort()).toEqual(withBody.map(([name]) => name).sort());
  });

  it.each(inJson)('%s accepts its example', (name, { body }) => {
    const example = bodyExamples[name as keyof typeof bodyExamples];
    expect(body?.safeParse(example).error).toBeUndefined();
  });
});
