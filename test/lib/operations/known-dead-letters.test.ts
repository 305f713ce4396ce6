import { describe, expect, it } from '@jest/globals';
import { parkingStacks } from '../../../core/stack-names.ts';
import { parseConfig } from '../../../lib/config.ts';
import { stackParts } from '../../../lib/shared/stage-stacks.ts';
import { everyStack, frontDoorConfig } from '../every-stack.ts';
import { permissionsOf } from '../roles/permissions.ts';
import { flatten, functionsOf, propertiesOf } from '../synthesize.ts';

/** A stage with everything that parks messages. */
const stacks = everyStack(
  parseConfig('prod', {
    ...frontDoorConfig,
    replica: { region: 'eu-west-1', tables: 'export' },
    gradualDeployment: { percent: 10, minutes: 10 },
  }),
);

const queues = Object.entries(stacks).flatMap(([stack, template]) =>
  propertiesOf(template, 'AWS::SQS::Queue')
    .filter(([id]) => /DeadLetters?Queue/.test(id))
    .map(([id, { QueueName }]) => ({ stack, id, name: QueueName as string | undefined })),
);
const { service } = stacks;
if (!service) throw new Error('no Service stack');

const told = (name: string): string[] => {
  const { Environment } = functionsOf(service).get(name);
  return flatten(Environment.Variables.DEAD_LETTERS).split(' ');
};

describe('every dead-letter queue of every stack', () => {
  it.each(queues)('$stack $id is found by the command line', ({ stack, id }) => {
    const parking = Object.keys(parkingStacks).map((part) => part.toLowerCase());
    expect(parking).toContain(stack.toLowerCase());
    expect(id).toMatch(/^\w+DeadLettersQueue/);
  });

  it.each(queues)('$stack $id is reached by the console', ({ id, name }) => {
    const { Role } = functionsOf(service).get('dead-letters');
    const place = name === undefined ? `<${id}>` : `:${name}`;
    for (const route of ['dead-letters', 'operators-read'])
      expect(told(route).join(' ')).toContain(name === undefined ? place : `/${name}`);
    expect(permissionsOf(service, flatten(Role)).join(' ')).toContain(
      `sqs:ReceiveMessage ${name === undefined ? place : ''}`,
    );
    expect(permissionsOf(service, flatten(Role)).some((right) => right.endsWith(place))).toBe(true);
  });

  it('is in a stack that there is', () => {
    for (const part of Object.keys(parkingStacks)) expect(stackParts).toContain(part);
  });

  it('that parks requests to a payment provider may be read and emptied, and puts no event on the bus', () => {
    const names = ['refunds', 'captures'];
    const addresses = told('dead-letters').filter((one) => names.includes(`${one.split('=')[0]}`));
    expect(addresses).toEqual(
      names.map(
        (name) =>
          `${name}=https://sqs.eu-central-1.<AWS::URLSuffix>/111111111111/keepsake-prod-${name}`,
      ),
    );
    const { Role } = functionsOf(service).get('dead-letters');
    const rights = permissionsOf(service, flatten(Role));
    expect(rights.filter((right) => right.startsWith('events:'))).toEqual([]);
    expect(rights.filter((right) => /^sqs:SendMessage .*(refunds|captures)/.test(right))).toEqual(
      [],
    );
  });

  it('that had another name in 0.1.0 leaves the old one behind, with what is parked in it', () => {
    const { refunds } = stacks;
    for (const queue of Object.values(refunds?.findResources('AWS::SQS::Queue') ?? {}))
      expect(queue.UpdateReplacePolicy).toBe('Retain');
    expect(queues.filter(({ stack }) => stack === 'refunds').map(({ name }) => name)).toEqual([
      'keepsake-prod-refunds',
      'keepsake-prod-captures',
    ]);
  });

  it('is told with the queue that its messages go back to', () => {
    expect(told('dead-letters').filter((one) => /^(variants|webhooks)=/.test(one))).toEqual(
      ['variants', 'webhooks'].map((name) => {
        const url = `https://sqs.eu-central-1.<AWS::URLSuffix>/111111111111/keepsake-prod-${name}`;
        return `${name}=${url}-dlq,${url}`;
      }),
    );
  });
});
