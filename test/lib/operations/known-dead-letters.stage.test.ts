import { describe, expect, it } from '@jest/globals';
import { parkingStacks } from '../../../core/stack-names.ts';
import { parseConfig } from '../../../lib/config.ts';
import { stackParts } from '../../../lib/shared/stage-stacks.ts';
import { everyStack, frontDoorConfig } from '../every-stack.ts';
import { permissionsOf } from '../roles/permissions.ts';
import { apiOf } from '../stacks/api-template.ts';
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
const api = apiOf(stacks);

const told = (name: string): { base: string; queues: string[] } => {
  const { Environment } = functionsOf(api).get(name);
  const [base = '', ...queues] = flatten(Environment.Variables.DEAD_LETTERS).split(' ');
  return { base, queues };
};

describe('every dead-letter queue of every stack', () => {
  it.each(queues)('$stack $id is found by the command line', ({ stack, id }) => {
    const parking = Object.keys(parkingStacks).map((part) => part.toLowerCase());
    expect(parking).toContain(stack.toLowerCase());
    expect(id).toMatch(/^\w+DeadLettersQueue/);
  });

  it.each(queues)('$stack $id is reached by the console', ({ id, name }) => {
    const { Role } = functionsOf(api).get('dead-letters');
    const place = name ?? `<${id}.QueueName>`;
    for (const route of ['dead-letters', 'operators-read']) {
      const parked = told(route).queues.map((each) => each.split(/[=,]/)[1]);
      expect(parked).toContain(place);
    }
    const received = permissionsOf(api, flatten(Role)).filter((right) =>
      right.startsWith('sqs:ReceiveMessage '),
    );
    expect(received.filter((right) => right.endsWith(`:${place}`))).toHaveLength(1);
  });

  it('is in a stack that there is', () => {
    for (const part of Object.keys(parkingStacks)) expect(stackParts).toContain(part);
  });

  it('that parks requests to a payment provider may be read and emptied, and puts no event on the bus', () => {
    const names = ['refunds', 'captures'];
    const { base, queues: known } = told('dead-letters');
    expect(base).toBe('https://sqs.eu-central-1.<AWS::URLSuffix>/111111111111/');
    expect(known).toEqual(
      expect.arrayContaining(names.map((name) => `${name}=keepsake-prod-${name}-dead-letters`)),
    );
    const { Role } = functionsOf(api).get('dead-letters');
    const rights = permissionsOf(api, flatten(Role));
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
      'keepsake-prod-refunds-dead-letters',
      'keepsake-prod-captures-dead-letters',
    ]);
  });

  it('is known to the list as one whose messages go back, or not', () => {
    const goBack = (name: string) =>
      told(name).queues.flatMap((each) => (each.includes(',') ? each.split('=')[0] : []));
    expect(goBack('operators-read')).toEqual(goBack('dead-letters'));
    expect(goBack('operators-read')).toEqual(
      expect.arrayContaining(['payment-intake-payments', 'webhooks']),
    );
    expect(goBack('operators-read')).not.toContain('sweeper');
  });

  it('is told with the queue that its messages go back to', () => {
    const { queues: known } = told('dead-letters');
    expect(known.filter((one) => /^(variants|webhooks)=/.test(one))).toEqual(
      ['variants', 'webhooks'].map((name) => {
        const queue = `keepsake-prod-${name}`;
        return `${name}=${queue}-dead-letters,${queue}`;
      }),
    );
  });
});
