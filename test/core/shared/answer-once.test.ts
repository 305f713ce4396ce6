import { describe, expect, it, jest } from '@jest/globals';
import { InvalidInput } from '../../../core/errors.ts';
import { answerOnce } from '../../../core/shared/answer-once.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';
import { MemoryIdempotentRequests } from '../../fakes/shared/memory-idempotent-requests.ts';
import { SequenceIds } from '../../fakes/shared/sequence-ids.ts';
import { errorOf } from '../builders/world.ts';

const request = { ownerId: 'ses_1', route: 'POST /orders', key: 'key-1', body: { amount: 1 } };

const anEndpoint = () => {
  const deps = {
    requests: new MemoryIdempotentRequests(),
    clock: new FixedClock(),
    ids: new SequenceIds(),
  };
  let made = 0;
  const work = jest.fn(async () => ({ orderId: `ord_${++made}`, token: 'a-secret' }));
  return {
    ...deps,
    deps,
    work,
    ask: (changes: object = {}) => answerOnce(deps, { ...request, ...changes }, work),
  };
};

describe('answer once', () => {
  it('answers a repetition what it answered first, and works once', async () => {
    const { ask, work } = anEndpoint();
    const first = await ask();
    expect(await ask()).toEqual({ answer: first.answer, isReplayed: true });
    expect(work).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['of another owner', { ownerId: 'ses_2' }],
    ['on another route', { route: 'POST /jobs' }],
    ['with another key', { key: 'key-2' }],
  ])('takes a request %s for another one', async (_what, changes) => {
    const { ask, work } = anEndpoint();
    await ask();
    expect((await ask(changes)).isReplayed).toBe(false);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('knows a repetition whose members are in another order, but not another list', async () => {
    const { ask, work } = anEndpoint();
    const body = { amount: { value: 1, currency: 'EUR' }, files: ['a', 'b'] };
    await ask({ body });
    const turned = { files: ['a', 'b'], amount: { currency: 'EUR', value: 1 } };
    expect((await ask({ body: turned })).isReplayed).toBe(true);
    expect(work).toHaveBeenCalledTimes(1);
    expect(await errorOf(ask({ body: { ...body, files: ['b', 'a'] } }))).toMatchObject({
      name: 'IdempotencyKeyReused',
    });
  });

  it('refuses another body under the same key', async () => {
    const { ask, work } = anEndpoint();
    await ask();
    expect(await errorOf(ask({ body: { amount: 2 } }))).toMatchObject({
      name: 'IdempotencyKeyReused',
    });
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('works for one of two that come at once; the other is told to come back', async () => {
    const { ask, work } = anEndpoint();
    const results = await Promise.allSettled([ask(), ask()]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(results[1]).toMatchObject({ reason: { name: 'RequestInProgress', retryable: true } });
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('keeps an answer for a day', async () => {
    const { ask, clock, work } = anEndpoint();
    await ask();
    clock.advance(23 * 3_600_000);
    expect((await ask()).isReplayed).toBe(true);
    clock.advance(3_600_000);
    expect((await ask()).isReplayed).toBe(false);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('keeps no refusal: what was wrong may be put right under the same key', async () => {
    const { ask, work } = anEndpoint();
    work.mockRejectedValueOnce(InvalidInput.of('amount', 'is wrong'));
    expect(await errorOf(ask())).toBeInstanceOf(InvalidInput);
    expect((await ask({ body: { amount: 2 } })).isReplayed).toBe(false);
  });

  it('works again for a request whose run died, once no run can be at it any more', async () => {
    const { ask, clock, work } = anEndpoint();
    work.mockReturnValueOnce(new Promise(() => {}));
    void ask();
    await Promise.resolve();
    expect(await errorOf(ask())).toMatchObject({ name: 'RequestInProgress' });
    clock.advance(30_000);
    expect((await ask()).isReplayed).toBe(false);
  });

  it('answers what it made, also when that cannot be put on record', async () => {
    const { deps, work } = anEndpoint();
    const requests = faulty(deps.requests, (operation) =>
      operation === 'end' ? 'before' : undefined,
    );
    expect((await answerOnce({ ...deps, requests }, request, work)).answer).toMatchObject({
      orderId: 'ord_1',
    });
  });

  it('leaves neither key, body nor answer readable at rest', async () => {
    const { ask, requests } = anEndpoint();
    await ask();
    expect(JSON.stringify(requests.all)).not.toMatch(/key-1|amount|a-secret|ord_1/);
  });
});
