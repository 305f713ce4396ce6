import { describe, expect, it } from '@jest/globals';
import { StateMachine } from 'aws-local-stepfunctions';
import { finalErrors } from '../../core/errors.ts';
import { claimOrder } from '../../core/orders/claim-order.ts';
import { receivePayment } from '../../core/orders/receive-payment.ts';
import { allStates, asl, definition, type State } from './definition.ts';
import { FaultPlan } from './faults.ts';
import { Interpreter } from './interpreter.ts';
import { payment, sagaOf } from './sample-order.ts';

const tasks = allStates().filter(([, { Type }]) => Type === 'Task');

const limitOf = ({ Retry = [] }: State): number =>
  Retry.find(({ ErrorEquals }) => ErrorEquals.includes('States.ALL'))?.MaxAttempts ?? 0;

describe('the synthesized definition', () => {
  it('is valid Amazon States Language as it stands', () => {
    expect(() => new StateMachine(asl(definition))).not.toThrow();
  });

  it.each(tasks)('%s has a time-out of its own', (_name, state) => {
    expect(state.TimeoutSeconds).toBeGreaterThan(0);
  });

  it.each(tasks)(
    '%s is never retried for what the domain has decided, and that rule comes before the last',
    (_name, { Retry }) => {
      expect(Retry?.at(-2)).toMatchObject({ ErrorEquals: [...finalErrors], MaxAttempts: 0 });
    },
  );

  it.each(tasks)('%s is retried for everything else, time-outs included', (_name, { Retry }) => {
    expect(Retry?.at(-1)).toMatchObject({ ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL' });
  });

  it('keeps the input of 99 files far below the 256 KiB a state may carry', async () => {
    const { world } = sagaOf(99);
    await receivePayment(world, payment);
    const claimed = await claimOrder(world, { orderId: 'ord_1', attempt: 1, runId: 'ord_1-1' });
    expect(Buffer.byteLength(JSON.stringify(claimed))).toBeLessThan(16 * 1024);
  });
});

// Behaviour of the interpreter that the other tests rely on, shown on the machine itself.
describe('the interpreter', () => {
  const run = { orderId: 'ord_1', attempt: 1, runId: 'ord_1-1' };

  const failing = (state: string, fail: () => Promise<unknown>) => {
    const calls: string[] = [];
    const note = (name: string, result: unknown) => async () => {
      calls.push(name);
      return name === state ? fail() : result;
    };
    const results: Record<string, unknown> = {
      'Claim order': {
        ...run,
        chunks: [
          { ...run, roles: ['a'] },
          { ...run, roles: ['b'] },
        ],
      },
      'Begin compensation': { decision: 'superseded', chunks: [] },
    };
    const handlers = Object.fromEntries(
      tasks.map(([name]) => [name, note(name, results[name] ?? null)]),
    );
    return { calls, interpreter: new Interpreter(handlers, new FaultPlan()) };
  };

  it.each(tasks.filter(([name]) => name === 'Commit order' || name === 'Claim order'))(
    'tries %s as often as its Retry says, then follows its Catch',
    async (name, state) => {
      const { calls, interpreter } = failing(name, () => Promise.reject(new Error('again')));
      const { entered } = await interpreter.run(run);
      expect(calls.filter((call) => call === name)).toHaveLength(1 + limitOf(state));
      expect(entered.slice(-3)).toEqual([
        'Begin compensation',
        'What is there to undo?',
        'Leave the order alone',
      ]);
    },
  );

  it('counts a hanging task as timed out, and retries it', async () => {
    const { calls, interpreter } = failing('Commit order', () => new Promise(() => {}));
    await interpreter.run(run);
    expect(calls.filter((call) => call === 'Commit order')).toHaveLength(6);
  });

  it('does not retry a final error', async () => {
    const final = Object.assign(new Error('superseded'), { name: 'AttemptSuperseded' });
    const { calls, interpreter } = failing('Commit order', () => Promise.reject(final));
    await interpreter.run(run);
    expect(calls.filter((call) => call === 'Commit order')).toHaveLength(1);
  });

  it('runs every chunk of the Map even when one of them cannot be finished', async () => {
    const { calls, interpreter } = failing('Verify files', () =>
      Promise.reject(new Error('again')),
    );
    await interpreter.run(run);
    expect(calls.filter((call) => call === 'Verify files')).toHaveLength(12);
    expect(calls).toContain('Commit order');
  });
});
