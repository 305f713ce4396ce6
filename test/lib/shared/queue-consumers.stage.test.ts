import { describe, expect, it } from '@jest/globals';
import { defaultConfig, parseConfig } from '../../../lib/config.ts';
import { flatten, functionsOf, propertiesOf, templatesOf } from '../synthesize.ts';

const consumersOf = (stage: string) => {
  const { service } = templatesOf(defaultConfig(stage));
  const queues = new Map(propertiesOf(service, 'AWS::SQS::Queue'));
  const functions = [...functionsOf(service)];
  return propertiesOf(service, 'AWS::Lambda::EventSourceMapping')
    .filter(([, { EventSourceArn }]) => queues.has(queueOf(EventSourceArn)))
    .map(([id, { ScalingConfig, EventSourceArn }]) => {
      const [name, { Timeout, ReservedConcurrentExecutions }] =
        functions.find(([own]) => id.includes(own.replaceAll('-', ''))) ?? [];
      const { VisibilityTimeout } = queues.get(queueOf(EventSourceArn));
      const atOnce = ScalingConfig?.MaximumConcurrency;
      return { name, Timeout, VisibilityTimeout, atOnce, reserved: ReservedConcurrentExecutions };
    });
};

const queueOf = (arn: unknown): string => /^<(\w+)>$/.exec(flatten(arn))?.[1] ?? '';

describe.each(['prod', 'dev', 'local'])('the consumers of queues in %s', (stage) => {
  const consumers = consumersOf(stage);

  it('are all found', () => {
    expect(consumers.map(({ name }) => name).sort()).toEqual([
      'check-upload',
      'receive-payment',
      'receive-refund',
      'serve-promotions',
      'watch-executions',
    ]);
  });

  it.each(consumers)('$name takes so many runs at once and no more', ({ atOnce }) => {
    expect(atOnce).toBeGreaterThanOrEqual(2);
    expect(atOnce).toBeLessThanOrEqual(60);
  });
});

// The emulator's stage looks for a late order every 5 seconds, so that tests need not wait.
describe.each(['prod', 'dev'])('a message in %s', (stage) => {
  it.each(consumersOf(stage))(
    'is hidden for six times the time-out of $name',
    ({ Timeout, VisibilityTimeout }) => {
      expect(VisibilityTimeout).toBeGreaterThanOrEqual(6 * Timeout);
    },
  );
});

describe('payments', () => {
  const payments = (stage: string) =>
    consumersOf(stage).find(({ name }) => name === 'receive-payment');

  it('have concurrency of their own in production, for every run the queue may take', () => {
    expect(payments('prod')).toMatchObject({ atOnce: 10, reserved: 10 });
  });

  it('have none where an account has nothing to reserve', () => {
    expect(payments('dev')?.reserved).toBeUndefined();
  });

  it('may not reserve less than the queue takes', () => {
    const { consumers, ...prod } = defaultConfig('prod');
    const less = { ...prod, consumers: { ...consumers, paymentsReserved: 9 } };
    expect(() => parseConfig('prod', less)).toThrow('consumers.paymentsReserved');
  });
});

describe('the default throttles', () => {
  const perSecond = 1_000 / 60;
  const filesPerOrder = 25;
  const { throttle } = defaultConfig('prod');

  it('carry 1,000 orders a minute of 25 files', () => {
    expect(throttle.api.ratePerSecond).toBeGreaterThan(perSecond * filesPerOrder);
    expect(throttle.api.burst).toBeGreaterThan(2 * perSecond * filesPerOrder);
    expect(throttle.sessions.ratePerSecond).toBeGreaterThan(perSecond);
  });
});
