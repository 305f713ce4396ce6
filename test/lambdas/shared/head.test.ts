import { describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { NotFound } from '../../../core/errors.ts';
import { type HttpRequest, httpHandler, type Route } from '../../../lambdas/shared/http.ts';
import { context } from '../lambda-context.ts';

const send = async (routeKey: string, route: Route) => {
  const event = { routeKey, pathParameters: { token: 'a' }, requestContext: {} };
  return (await httpHandler(route)(event as never, context)) as APIGatewayProxyStructuredResultV2;
};

const page: Route = async () => ({
  status: 200,
  headers: { 'content-type': 'text/html', 'x-robots-tag': 'noindex' },
  body: '<p>two files</p>',
});

describe('HEAD', () => {
  it('is answered like GET, without the body', async () => {
    const { body, ...headers } = await send('GET /l/{token}', page);
    expect(body).toBe('<p>two files</p>');
    expect(await send('HEAD /l/{token}', page)).toEqual(headers);
  });

  it('is refused like GET, without the body', async () => {
    const missing: Route = async () => {
      throw new NotFound('link', 'of that token');
    };
    const { body, ...refusal } = await send('GET /l/{token}', missing);
    expect(body).toContain('not-found');
    expect(await send('HEAD /l/{token}', missing)).toEqual(refusal);
  });

  it('is known by its GET route, also on a greedy path', async () => {
    const seen: HttpRequest[] = [];
    const noting: Route = async (request) => {
      seen.push(request);
      return { status: 204 };
    };
    await send('HEAD /l/{token+}', noting);
    await send('GET /l/{token+}', noting);
    expect(seen).toMatchObject([
      { route: 'GET /l/{token}', isHead: true },
      { route: 'GET /l/{token}', isHead: false },
    ]);
  });
});
