import { describe, expect, it } from '@jest/globals';
import { everyStack, frontDoorConfig } from './every-stack.ts';

const stacks = Object.entries(everyStack(frontDoorConfig));

// biome-ignore lint/suspicious/noExplicitAny: CloudFormation properties have no types here.
type Properties = any;

const every = (type: string): [string, Properties][] =>
  stacks.flatMap(([stack, template]) =>
    Object.entries(template.findResources(type)).map(
      ([id, { Properties = {} }]): [string, Properties] => [`${stack} ${id}`, Properties],
    ),
  );

describe('the lines of a stage', () => {
  it.each(every('AWS::Lambda::Function'))(
    '%s go to a log group of the stage: the one that Lambda makes never expires',
    (_name, { LoggingConfig }) => {
      expect(LoggingConfig?.LogGroup).toBeDefined();
    },
  );

  it.each(every('AWS::Logs::LogGroup'))('%s expire as configured', (_name, { RetentionInDays }) => {
    expect(RetentionInDays).toBe(frontDoorConfig.retention.logDays);
  });
});
