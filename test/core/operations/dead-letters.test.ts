import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  dropDeadLetters,
  listDeadLetters,
  readDeadLetters,
  redriveDeadLetters,
} from '../../../core/operations/dead-letters.ts';
import { MemoryParked } from '../../fakes/operations/memory-parked.ts';
import { errorOf } from '../builders/world.ts';

const backTo = 'https://sqs/payments';
let payments: MemoryParked;
let sweeper: MemoryParked;
let deps: Parameters<typeof listDeadLetters>[0];

beforeEach(() => {
  [payments, sweeper] = [new MemoryParked('m1', 'm2', 'm3'), new MemoryParked('m4')];
  const queues = [
    { name: 'payments', backTo, messages: payments },
    { name: 'sweeper', messages: sweeper },
  ];
  deps = { queues };
});

describe('dead letters', () => {
  it('are counted by queue, which says whether they can go back', async () => {
    expect(await listDeadLetters(deps)).toEqual({
      queues: [
        { queue: 'payments', messages: 3, goesBack: true },
        { queue: 'sweeper', messages: 1, goesBack: false },
      ],
    });
  });

  it('are read without being removed, and shown to others again', async () => {
    const { messages, more } = await readDeadLetters(deps, 'payments', { limit: '2' });
    expect(messages).toEqual(
      ['m1', 'm2'].map((messageId) => ({
        messageId,
        sentAt: '2030-01-01T00:00:00.000Z',
        body: `{"orderId":"${messageId}"}`,
        errorCode: '200',
      })),
    );
    expect([more, payments.ids, payments.hidden.size]).toEqual([true, ['m1', 'm2', 'm3'], 0]);
  });

  it('are moved back at once where that is possible', async () => {
    payments.moves = true;
    expect(await redriveDeadLetters(deps, 'payments')).toEqual({
      queue: 'payments',
      messages: 3,
      moving: true,
      more: false,
    });
    expect(payments.sent).toEqual(['m1', 'm2', 'm3'].map((id) => [backTo, id]));
  });

  it('are sent back one by one otherwise', async () => {
    expect(await redriveDeadLetters(deps, 'payments')).toMatchObject({ messages: 3, more: false });
    expect(payments.sent).toEqual(['m1', 'm2', 'm3'].map((id) => [backTo, id]));
    expect(payments.ids).toEqual([]);
  });

  it('stay where they have nowhere to go back to', async () => {
    expect(await errorOf(redriveDeadLetters(deps, 'sweeper'))).toMatchObject({
      issues: [{ field: 'queue' }],
    });
    expect(sweeper.ids).toEqual(['m4']);
  });

  it('are dropped by their ids, or all of them, and nothing else', async () => {
    const named = await dropDeadLetters(deps, 'payments', { messageIds: ['m2', 'm9'] });
    expect([named.dropped, payments.ids, payments.hidden.has('m1')]).toEqual([
      ['m2'],
      ['m1', 'm3'],
      false,
    ]);
    expect((await dropDeadLetters(deps, 'payments', { all: true })).dropped).toEqual(['m1', 'm3']);
  });

  it.each([{}, { messageIds: [] }, { all: false }, { all: true, messageIds: ['m1'] }])(
    'are not dropped for %j',
    async (body) => {
      expect(await errorOf(dropDeadLetters(deps, 'payments', body))).toMatchObject({
        name: 'InvalidInput',
      });
      expect(payments.ids).toHaveLength(3);
    },
  );

  it.each([readDeadLetters, redriveDeadLetters, dropDeadLetters])(
    'of an unknown queue are not found',
    async (act) => {
      expect(
        await errorOf(act(deps, 'none', act === dropDeadLetters ? { all: true } : {})),
      ).toMatchObject({
        name: 'NotFound',
      });
    },
  );
});
