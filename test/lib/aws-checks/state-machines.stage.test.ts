import { describe, expect, it } from '@jest/globals';
import validate from 'asl-validator';
import { everyStack } from '../every-stack.ts';
import { textOf } from '../limits/measured.ts';
import { apiOf } from '../stacks/api-template.ts';
import { propertiesOf } from '../synthesize.ts';

const api = apiOf(everyStack());

/** The definition as Step Functions reads it: every reference is some ARN. */
const definitionOf = (definition: unknown) =>
  JSON.parse(
    textOf(definition)
      .replaceAll(/arn:x+:/g, 'arn:aws:')
      .replaceAll(/"x+"/g, '"arn:aws:lambda:eu-central-1:111111111111:function:any"'),
  );

const machines = propertiesOf(api, 'AWS::StepFunctions::StateMachine').map(
  ([name, { DefinitionString }]) => ({ name, definition: definitionOf(DefinitionString) }),
);

describe('the definitions of the state machines', () => {
  it('are two', () => {
    expect(machines).toHaveLength(2);
  });

  it.each(machines)('$name is valid Amazon States Language', ({ definition }) => {
    expect(validate(definition).errors).toEqual([]);
  });

  it.each(machines)(
    '$name would not be valid with a state that nothing knows',
    ({ definition }) => {
      const spoiled = structuredClone(definition);
      spoiled.States.Lost = { Type: 'Pass', Next: 'Nowhere' };
      expect(validate(spoiled).isValid).toBe(false);
    },
  );
});
