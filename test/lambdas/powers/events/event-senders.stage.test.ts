import { describe, expect, it } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { everyStack, everythingConfig } from '../../../lib/every-stack.ts';
import { statementsOf } from '../../../lib/roles/permissions.ts';
import { apiOf } from '../../../lib/stacks/api-template.ts';
import { flatten, functionsOf, propertiesOf } from '../../../lib/synthesize.ts';
import { eventKinds } from './event-kinds.ts';

const stacks = everyStack();
const { variants } = stacks as Record<'variants', Template>;
const { service: withOwnScanner } = everyStack({
  ...everythingConfig,
  scan: { by: 'events', unscannable: 'refuse' },
}) as { service: Template };
const templates = [apiOf(stacks), variants];
const functions = templates.flatMap((template) =>
  [...functionsOf(template)].map((one) => [...one, template] as const),
);
const kinds = Object.entries(eventKinds);

type Condition = { StringEquals?: Record<string, string | string[]> };

/** The events that a statement lets its role put, as `source detail-type`; `any` without limits. */
const eventsIn = ({ StringEquals = {} }: Condition = {}): string[] =>
  [StringEquals['events:source'] ?? 'any']
    .flat()
    .flatMap((source) =>
      [StringEquals['events:detail-type'] ?? 'any'].flat().map((type) => `${source} ${type}`),
    );

const allowing = (template: Template, role: unknown, action: string) =>
  statementsOf(template, flatten(role as never)).filter(
    ({ Effect, Action }) => Effect === 'Allow' && [Action].flat().includes(action),
  );

/** Every function with the events that it may put on the bus. */
const puts = functions.map(([name, { Role }, template]) => ({
  name,
  events: allowing(template, Role, 'events:PutEvents').flatMap(({ Condition: limits }) =>
    eventsIn(limits as Condition),
  ),
}));

const queueOf = (consumer: string): string => {
  const id = consumer.replaceAll('-', '');
  const [, mapping] =
    templates
      .flatMap((template) => propertiesOf(template, 'AWS::Lambda::EventSourceMapping'))
      .find(([name]) => name.includes(id)) ?? [];
  return flatten(mapping?.EventSourceArn);
};

/** The ARN of a queue in another stack than its own. */
const byName = (queue: string): string =>
  `arn:aws:sqs:eu-central-1:111111111111:${queue.replace('>', '.QueueName>')}`;

/** The functions that may put a message into a queue themselves. */
const sendersTo = (queue: string): string[] =>
  functions
    .filter(([, { Role }, template]) =>
      allowing(template, Role, 'sqs:SendMessage').some(({ Resource }) =>
        [Resource]
          .flat()
          .map(flatten as (resource: unknown) => string)
          .some((one) => [queue, byName(queue)].includes(one)),
      ),
    )
    .map(([name]) => name)
    .sort();

/** Every event that a rule brings to a queue, as `source detail-type`. */
const routedIn = (template: Template): string[] =>
  propertiesOf(template, 'AWS::Events::Rule').flatMap(([, { EventPattern: pattern, Targets }]) =>
    pattern === undefined
      ? []
      : pattern.source.flatMap((source: string) =>
          pattern['detail-type'].flatMap((type: string) =>
            Targets.map(
              ({ Arn }: { Arn: unknown }) => `${source} ${type} to ${flatten(Arn as never)}`,
            ),
          ),
        ),
  );

const routed = [...new Set([...templates, withOwnScanner].flatMap(routedIn))];

describe('the senders of events', () => {
  it.each(kinds)('of the kind %s are those that are stated', (_, { event, consumer, senders }) => {
    const found =
      event === 'the queue itself'
        ? sendersTo(queueOf(consumer))
        : puts.filter(({ events }) => events.includes(event)).map(({ name }) => name);
    expect(found.sort()).toEqual([...senders]);
  });

  it('never hold the right to put just any event', () => {
    expect(puts.filter(({ events }) => events.some((event) => /\bany\b/.test(event)))).toEqual([]);
  });

  it.each(kinds.filter(([name]) => name !== 'check' && name !== 'arrival'))(
    'of the kind %s do not pass the bus: an operator’s redrive alone brings messages back',
    (_, { consumer }) => {
      // Queues of stacks of their own are redriven in the AWS console.
      const redrives = consumer === 'make-variants' ? [] : ['dead-letters'];
      expect(sendersTo(queueOf(consumer))).toEqual(redrives);
    },
  );
});

describe('the rules of the bus', () => {
  it('bring every consumer the events that are judged, and no others', () => {
    const expected = kinds
      .filter(([, { event }]) => event !== 'the queue itself')
      .map(([, { event, consumer }]) => `${event} to ${queueOf(consumer)}`);
    const toQueues = routed.filter((line) =>
      expected.some((one) => line.endsWith(one.split(' to ')[1] ?? '?')),
    );
    expect(toQueues.sort()).toEqual(expected.sort());
  });

  it('reach every function that reads a queue', () => {
    const read = templates
      .flatMap((template) => propertiesOf(template, 'AWS::Lambda::EventSourceMapping'))
      .map(([, { EventSourceArn }]) => flatten(EventSourceArn));
    const judged = kinds.map(([, { consumer }]) => queueOf(consumer));
    expect(read.filter((arn) => !judged.includes(arn) && !/Stream/.test(arn))).toEqual([]);
  });
});
