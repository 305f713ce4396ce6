import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import { PaymentTooEarly } from '../../../core/errors.ts';
import { queueHandler } from '../../../lambdas/shared/queue.ts';
import { context } from '../lambda-context.ts';
import { catchLogs, toldIn } from '../log-lines.ts';

let lines: ReturnType<typeof catchLogs>;
beforeEach(() => {
  lines = catchLogs();
});
afterEach(() => {
  jest.restoreAllMocks();
});

const batch = (...bodies: string[]) =>
  ({
    Records: bodies.map((body, index) => ({ messageId: `message-${index + 1}`, body })),
  }) as SQSEvent;

const refuse = async (message: unknown): Promise<void> => {
  if (message === 'early') throw new PaymentTooEarly('not yet', { context: { orderId: 'ord_1' } });
};

const deliver = async (...bodies: string[]) =>
  (await queueHandler(refuse)(batch(...bodies), context)).batchItemFailures;

describe('a queue’s consumer', () => {
  it('hands every message over, parsed', async () => {
    const handle = jest.fn(async (_message: unknown) => {});
    await queueHandler(handle)(batch('{"a":1}', '{"b":2}'), context);
    expect(handle.mock.calls.map(([message]) => message)).toEqual([{ a: 1 }, { b: 2 }]);
  });

  it('gives nothing back when all went well', async () => {
    expect(await deliver('"fine"', '"fine"')).toEqual([]);
  });

  it('gives back the messages that failed, and no others', async () => {
    expect(await deliver('"fine"', '"early"', '"fine"', '"early"')).toEqual([
      { itemIdentifier: 'message-2' },
      { itemIdentifier: 'message-4' },
    ]);
  });

  it('gives back a message that is not JSON: it parks in the dead-letter queue, and the others are handled', async () => {
    const handle = jest.fn(async (_message: unknown) => {});
    const { batchItemFailures } = await queueHandler(handle)(batch('not json', '{"a":1}'), context);
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'message-1' }]);
    expect(handle).toHaveBeenCalledTimes(1);
  });

  it('logs each failure once, by message id', async () => {
    await deliver('"early"', '"fine"', 'not json');
    expect(toldIn(lines)).toMatchObject([
      {
        level: 'WARN',
        messageId: expect.stringMatching('message-'),
        error: { name: expect.any(String) },
      },
      {
        level: 'WARN',
        messageId: expect.stringMatching('message-'),
        error: { name: expect.any(String) },
      },
    ]);
  });
});
