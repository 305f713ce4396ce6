import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { count } from '../../../lambdas/shared/counted.ts';
import type { Route } from '../../../lambdas/shared/http.ts';
import { type RouteTable, serveRoutes } from '../../../lambdas/shared/serve-routes.ts';
import { context } from '../lambda-context.ts';
import { catchLogs, toldIn } from '../log-lines.ts';

let lines: ReturnType<typeof catchLogs>;
beforeEach(() => {
  lines = catchLogs();
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

/** The caller of every request. */
const requestContext = {
  authorizer: { lambda: { ownerId: 'own_1', admin: false, worker: false } },
};

const answering =
  (body: string): (() => Route) =>
  () =>
  async () => ({ status: 200, body: { body } });

const never: () => Route = () => () => new Promise(() => {});

const auditing = () => {
  throw new Error('what an owner does is no operator’s act');
};

const handlerOf = (changes: Partial<RouteTable<'orders'>> = {}) =>
  serveRoutes(
    'orders',
    {
      'POST /orders': answering('created'),
      'GET /orders': answering('listed'),
      'GET /orders/{id}': answering('found'),
      'GET /orders/{id}/timeline': answering('told'),
      'PUT /orders/{id}/files/{role}': answering('replaced'),
      'POST /orders/{id}/payments/{paymentId}/settle': answering('settled'),
      ...changes,
    },
    { auditing },
  );

const ask = async (handler: ReturnType<typeof handlerOf>, routeKey: string) => {
  const answer = await handler({ routeKey, requestContext } as never, context);
  return { ...answer, json: JSON.parse(answer.body ?? '') };
};

describe('a function that serves several routes', () => {
  it('sends each request to the route that API Gateway names', async () => {
    const handler = handlerOf();
    expect((await ask(handler, 'POST /orders')).json).toEqual({ body: 'created' });
    expect((await ask(handler, 'GET /orders/{id}')).json).toEqual({ body: 'found' });
  });

  it('wires a route once, at its first request, and no other', async () => {
    const wired: string[] = [];
    const wiring = (key: string) => () => {
      wired.push(key);
      return answering(key)();
    };
    const handler = handlerOf({ 'GET /orders': wiring('list'), 'POST /orders': wiring('create') });
    expect(wired).toEqual([]);
    await ask(handler, 'GET /orders');
    await ask(handler, 'GET /orders');
    expect(wired).toEqual(['list']);
  });

  it('answers 500 to a route that its table does not have, and logs what to do', async () => {
    expect((await ask(handlerOf(), 'PATCH /orders')).statusCode).toBe(500);
    expect(JSON.stringify(toldIn(lines))).toContain('orders has no route PATCH /orders');
  });

  it('names the route on each of its log lines, and beside its metrics but not as a dimension', async () => {
    const counting = (): Route => async () => {
      count('UploadsCreated');
      throw new Error('broken');
    };
    await ask(handlerOf({ 'POST /orders': counting }), 'POST /orders');
    expect(toldIn(lines)).toMatchObject([{ message: 'Request failed', route: 'POST /orders' }]);
    const [counted] = lines.filter(({ _aws }) => _aws !== undefined);
    expect(counted).toMatchObject({ UploadsCreated: 1, route: 'POST /orders' });
    expect(JSON.stringify(counted?._aws)).not.toContain('"route"');
  });
});

describe('the deadline of a route', () => {
  const askLate = async (
    handler: (event: never, context: never) => Promise<unknown>,
    key: string,
  ) => {
    jest.useFakeTimers();
    let answer: unknown;
    void handler({ routeKey: key, requestContext } as never, context as never).then((given) => {
      answer = given;
    });
    return {
      after: async (seconds: number) => {
        await jest.advanceTimersByTimeAsync(seconds * 1000);
        return answer;
      },
    };
  };

  it('is answered with 503 and a word to come again', async () => {
    const late = await askLate(handlerOf({ 'POST /orders': never }), 'POST /orders');
    expect(await late.after(9.9)).toBeUndefined();
    expect(await late.after(0.1)).toMatchObject({
      statusCode: 503,
      headers: { 'retry-after': '1' },
      body: expect.stringContaining('POST /orders was not done after 10 seconds'),
    });
  });

  it('is 29 seconds where storage is waited for', async () => {
    const handler = serveRoutes('erase', { 'DELETE /uploads/{id}': never }, { auditing });
    const late = await askLate(handler, 'DELETE /uploads/{id}');
    expect(await late.after(28.9)).toBeUndefined();
    expect(await late.after(0.1)).toMatchObject({ statusCode: 503 });
  });

  it('leaves no timer behind once the route has answered', async () => {
    jest.useFakeTimers();
    await ask(handlerOf(), 'GET /orders');
    expect(jest.getTimerCount()).toBe(0);
  });
});
