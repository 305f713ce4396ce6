import { describe, expect, it } from '@jest/globals';
import { NotFound, TransientFault } from '../../../core/errors.ts';
import { mostAttempts } from '../../../core/webhook-contract.ts';
import { deliverWebhook } from '../../../core/webhooks/deliver-webhook.ts';
import { type Delivery, pauseSeconds } from '../../../core/webhooks/model/webhook.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';

const webhook = {
  endpoint: 'shop',
  id: 'evt_1',
  type: 'UploadReceived',
  timestamp: '2030-01-01T00:00:00Z',
  data: { uploadId: 'upl_1' },
};

const answering = (...answers: (number | Error)[]) => {
  const saved: Delivery[] = [];
  return {
    saved,
    clock: new FixedClock(),
    sender: {
      send: async () => {
        const answer = answers.shift() ?? 200;
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
    deliveries: {
      save: async (delivery: Delivery) => {
        saved.push(delivery);
      },
    },
  };
};

describe('deliver a webhook', () => {
  it('records that the endpoint took it, at which try', async () => {
    const deps = answering(204);
    await deliverWebhook(deps, webhook, 3);
    expect(deps.saved).toMatchObject([{ status: 'delivered', attempts: 3, answer: 204, webhook }]);
  });

  it.each([302, 400, 410, 429, 500, new TransientFault('shop did not answer (ECONNREFUSED)')])(
    'is tried again after %p, and its record says why',
    async (answer) => {
      const deps = answering(answer);
      await expect(deliverWebhook(deps, webhook, 1)).rejects.toMatchObject({ retryable: true });
      const told = answer instanceof Error ? answer.message : answer;
      expect(deps.saved).toMatchObject([{ status: 'retrying', answer: told }]);
    },
  );

  it('is on record as not sent where the stage cannot sign it, without a word of the secret', async () => {
    const fault = new Error('Secret keepsake/prod/shop holds no key.');
    const deps = answering(fault);
    await expect(deliverWebhook(deps, webhook, 1)).rejects.toBe(fault);
    expect(deps.saved).toMatchObject([
      {
        status: 'retrying',
        attempts: 1,
        answer: expect.stringMatching(/^The webhook was not sent/),
      },
    ]);
    expect(JSON.stringify(deps.saved)).not.toContain('holds no key');
  });

  it('keeps its record until 30 days after the event, however often it is sent again', async () => {
    const ends: Date[] = [];
    const deps = answering(200, 200);
    const deliveries = { save: async (_: Delivery, keepUntil: Date) => void ends.push(keepUntil) };
    await deliverWebhook({ ...deps, deliveries }, webhook, 1);
    deps.clock.advance(29 * 86_400_000);
    await deliverWebhook({ ...deps, deliveries }, webhook, 1);
    const end = new Date('2030-01-31T00:00:00Z');
    expect(ends).toEqual([end, end]);
  });

  it('has failed after the last try: the queue parks it then', async () => {
    const deps = answering(500, 500);
    for (const attempts of [mostAttempts - 1, mostAttempts])
      await expect(deliverWebhook(deps, webhook, attempts)).rejects.toMatchObject({
        retryable: true,
      });
    expect(deps.saved.map(({ status }) => status)).toEqual(['retrying', 'failed']);
  });

  it('ends unparked once its endpoint was taken away, and not while a deployment adds it', async () => {
    const missing = new NotFound('endpoint', 'shop');
    const deps = answering(missing, missing);
    await expect(deliverWebhook(deps, webhook, 9)).rejects.toMatchObject({ retryable: true });
    await expect(deliverWebhook(deps, webhook, 10)).resolves.toMatchObject({
      status: 'failed',
      answer: 'The stage has no such endpoint any more.',
    });
    expect(deps.saved.map(({ status }) => status)).toEqual(['retrying', 'failed']);
  });

  it.each([
    ['an order, also where it names its files', { orderId: 'ord_1', uploadId: 'upl_1' }, 'ord_1'],
    ['an upload', { uploadId: 'upl_1', orderIds: ['ord_1'] }, 'upl_1'],
    ['a job', { jobId: 'job_1' }, 'job_1'],
    ['nothing that has an id', { orderId: 7 }, undefined],
  ])('is on record as being about %s', async (_, data, subject) => {
    const deps = answering(204);
    await deliverWebhook(deps, { ...webhook, data }, 1);
    expect(deps.saved[0]?.subject).toBe(subject);
    expect(deps.saved[0]?.deliveryId).toBe('shop.evt_1');
  });

  it('sends the same again when it could not record that it was taken', async () => {
    const deps = answering(200, 200);
    const { save } = deps.deliveries;
    deps.deliveries.save = () => Promise.reject(new TransientFault('throttled'));
    await expect(deliverWebhook(deps, webhook, 1)).rejects.toMatchObject({ retryable: true });
    deps.deliveries.save = save;
    await deliverWebhook(deps, webhook, 2);
    expect(deps.saved).toMatchObject([{ status: 'delivered', attempts: 2 }]);
  });
});

describe('the pauses between tries', () => {
  const sumOf = (random: number): number =>
    Array.from({ length: mostAttempts - 1 }, (_, n) => pauseSeconds(n + 1, random)).reduce(
      (sum, pause) => sum + pause,
      0,
    );

  it('add up to a day', () => {
    expect(sumOf(0.5) / 3600).toBeGreaterThan(24);
    expect(sumOf(0.5) / 3600).toBeLessThan(27);
  });

  it('double from five seconds to two hours, a fifth less or more', () => {
    expect([pauseSeconds(1, 0.5), pauseSeconds(2, 0.5), pauseSeconds(20, 0.5)]).toEqual([
      5, 10, 7200,
    ]);
    expect([pauseSeconds(20, 0), pauseSeconds(20, 1)]).toEqual([5760, 8640]);
  });

  it('stay below the twelve hours that SQS hides a message', () => {
    expect(pauseSeconds(mostAttempts, 1)).toBeLessThan(43_200);
  });
});
