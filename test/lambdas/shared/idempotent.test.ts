import { describe, expect, it, jest } from '@jest/globals';
import type { HttpAnswer, HttpRequest } from '../../../lambdas/shared/http.ts';
import { idempotent } from '../../../lambdas/shared/idempotent.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';
import { MemoryIdempotentRequests } from '../../fakes/shared/memory-idempotent-requests.ts';
import { SequenceIds } from '../../fakes/shared/sequence-ids.ts';

const request = (fields: Partial<HttpRequest> = {}): HttpRequest => ({
  caller: { ownerId: 'ses_1', admin: false, worker: false },
  body: { days: 30 },
  id: 'ord_1',
  params: { id: 'ord_1' },
  query: {},
  origin: 'https://api.example.com',
  sourceIp: '192.0.2.1',
  route: 'POST /orders/{id}/links',
  ...fields,
});

const named = (fields: Partial<HttpRequest> = {}) => request({ idempotencyKey: '0b9f', ...fields });

const aRoute = (renew?: Parameters<typeof idempotent>[2]) => {
  let made = 0;
  const handle = jest.fn(
    async (): Promise<HttpAnswer> => ({
      status: 201,
      body: { token: `t${++made}` },
      headers: { vary: 'origin' },
    }),
  );
  const deps = {
    requests: new MemoryIdempotentRequests(),
    clock: new FixedClock(),
    ids: new SequenceIds(),
  };
  return { handle, route: idempotent(deps, handle, renew) };
};

describe('a route that creates something', () => {
  it('creates anew for every request without an Idempotency-Key', async () => {
    const { route } = aRoute();
    expect([(await route(request())).body, (await route(request())).body]).toEqual([
      { token: 't1' },
      { token: 't2' },
    ]);
  });

  it('creates once for a key, and says that it repeats its answer', async () => {
    const { route, handle } = aRoute();
    const first = await route(named());
    expect(first).toEqual({ status: 201, body: { token: 't1' }, headers: { vary: 'origin' } });
    expect(await route(named())).toEqual({
      ...first,
      headers: { vary: 'origin', 'idempotent-replayed': 'true' },
    });
    expect(handle).toHaveBeenCalledTimes(1);
  });

  it('takes the same key below another order for another request', async () => {
    const { route, handle } = aRoute();
    await route(named());
    await route(named({ id: 'ord_2', params: { id: 'ord_2' } }));
    expect(handle).toHaveBeenCalledTimes(2);
  });

  it.each(['', 'ü', 'a\nb', 'k'.repeat(256)])('refuses the key %j', async (idempotencyKey) => {
    await expect(aRoute().route(request({ idempotencyKey }))).rejects.toMatchObject({
      name: 'InvalidInput',
      issues: [{ field: 'Idempotency-Key' }],
    });
  });

  it('makes anew what ages in an answer', async () => {
    const { route } = aRoute(async (_request, answer) => ({ ...answer, body: { url: 'fresh' } }));
    await route(named());
    expect((await route(named())).body).toEqual({ url: 'fresh' });
  });
});
