import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { RecordUnreadable, TransientFault } from '../../../core/errors.ts';
import { stepHandler } from '../../../lambdas/orders/step.ts';
import { metrics } from '../../../lambdas/shared/metrics.ts';
import { logger } from '../../../lambdas/shared/observed.ts';
import { context } from '../lambda-context.ts';
import { catchLogs } from '../log-lines.ts';

const run = { orderId: 'ord_1', attempt: 2, runId: 'ord_1-2' };

let lines: ReturnType<typeof catchLogs>;
beforeEach(() => {
  lines = catchLogs();
});
afterEach(() => {
  jest.restoreAllMocks();
});

const failing = (error: Error) =>
  stepHandler(async () => {
    throw error;
  });

describe('a step of the saga', () => {
  it('answers what its use case answers', async () => {
    expect(await stepHandler(async (input) => ({ seen: input }))(run, context)).toEqual({
      seen: run,
    });
  });

  it('says that it finished on one line, with order, attempt and execution and without its input or answer', async () => {
    await stepHandler(async () => ({ answer: 'a secret' }))(
      { ...run, roles: ['a secret'] } as typeof run,
      context,
    );
    expect(lines).toMatchObject([{ level: 'INFO', message: 'Step finished', ...run }]);
    expect(JSON.stringify(lines)).not.toContain('a secret');
  });

  it('throws what its use case throws: the state machine decides by its name', async () => {
    const error = new TransientFault('not now');
    await expect(failing(error)(run, context)).rejects.toBe(error);
  });

  it('logs a failure once, with order, attempt and execution', async () => {
    await failing(new TransientFault('not now'))(run, context).catch(() => {});
    expect(lines).toMatchObject([
      {
        level: 'WARN',
        message: 'Step failed',
        ...run,
        error: { name: 'TransientFault', message: 'not now' },
      },
    ]);
  });

  it('logs the cause of a failure with it', async () => {
    const cause = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    await failing(new TransientFault('not now', { cause }))(run, context).catch(() => {});
    expect(lines).toMatchObject([{ error: { cause: { message: 'socket hang up' } } }]);
  });

  it('forgets the order before the next one', async () => {
    await stepHandler(async () => undefined)(run, context);
    logger.warn('after');
    expect(lines.at(-1)).not.toHaveProperty('orderId');
  });

  it.each([
    ['succeeds', async () => {}],
    [
      'fails',
      async () => {
        throw new TransientFault('not now');
      },
    ],
  ])('publishes what it counted on one line when it %s', async (_how, end) => {
    const counting = stepHandler(async () => {
      metrics.addMetric('OrdersCompleted', MetricUnit.Count, 1);
      await end();
    });
    await counting(run, context).catch(() => {});
    expect(lines.filter((line) => '_aws' in line)).toMatchObject([{ OrdersCompleted: 1 }]);
  });

  it('counts a record that cannot be read, as every function does whose call ends with it', async () => {
    const record = { kind: 'upload', id: 'upl_1', fields: ['status'] };
    await failing(new RecordUnreadable([record]))(run, context).catch(() => {});
    expect(lines.filter((line) => '_aws' in line)).toMatchObject([{ RecordsUnreadable: 1 }]);
  });
});
