import { describe, expect, it } from '@jest/globals';
import { answerExamples, answerValues } from '../../../openapi/examples/answer-examples.ts';
import type { Operation } from '../../../openapi/operation.ts';
import { operations } from '../../../openapi/operations.ts';

type Answer = Operation['answers'][number];
type Name = keyof typeof answerValues;

const withContent = Object.entries<Operation>(operations).flatMap(([route, { answers }]) =>
  Object.entries(answers).flatMap(([status, answer]) =>
    answer === null ? [] : [{ route, status: Number(status), answer }],
  ),
);

const examplesOf = (route: string, status: number): readonly Name[] =>
  answerExamples[route as keyof typeof answerExamples][status] ?? [];

const departure = (answer: Answer | undefined, value: unknown): unknown => {
  if (answer === null || answer === undefined) return 'there is no such answer';
  if (typeof answer === 'string') return typeof value === 'string' ? undefined : 'is no text';
  return answer.safeParse(value).error;
};

describe('the examples of answers', () => {
  it('are there for every success with a body', () => {
    expect(withContent.filter(({ route, status }) => !examplesOf(route, status).length)).toEqual(
      [],
    );
  });

  it.each(Object.entries<Operation>(operations))('are what %s answers', (route, { answers }) => {
    for (const status of Object.keys(answerExamples[route as keyof typeof operations]).map(Number))
      for (const name of examplesOf(route, status))
        expect([name, departure(answers[status], answerValues[name])]).toEqual([name, undefined]);
  });

  it('are all used, and come as JSON has them', () => {
    const used = withContent.flatMap(({ route, status }) => examplesOf(route, status));
    expect([...new Set(used)].sort()).toEqual(Object.keys(answerValues).sort());
    expect(JSON.parse(JSON.stringify(answerValues))).toStrictEqual(answerValues);
  });
});
