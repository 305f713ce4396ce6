import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  InvalidInput,
  NotFound,
  QuotaExceeded,
  RecordUnreadable,
  TransientFault,
} from '../../../core/errors.ts';
import { type HttpRequest, httpHandler } from '../../../lambdas/shared/http.ts';
import { context } from '../lambda-context.ts';
import { catchLogs, toldIn } from '../log-lines.ts';

let lines: ReturnType<typeof catchLogs>;
beforeEach(() => {
  lines = catchLogs();
});
afterEach(() => {
  jest.restoreAllMocks();
});

const caller = { ownerId: 'ses_1', admin: false, worker: false };

type Handle = Parameters<typeof httpHandler>[0];

const call = async (handle: Handle, event: Record<string, unknown> = {}) => {
  const request = {
    routeKey: 'POST /things/{id}',
    headers: { authorization: 'Bearer kst_secret' },
    requestContext: { authorizer: { lambda: caller } },
  };
  const answer = await httpHandler(handle)({ ...request, ...event } as never, context);
  return { ...answer, json: JSON.parse(answer.body ?? '') };
};

const seenBy = async (event: Record<string, unknown>): Promise<HttpRequest> =>
  (await call(async (request) => ({ status: 200, body: request }), event)).json;

const failing =
  (error: unknown): Handle =>
  async () => {
    throw error;
  };

describe('a route', () => {
  it('answers what its use case answers, as JSON that nobody may cache', async () => {
    const { statusCode, headers, json } = await call(async () => ({
      status: 201,
      body: { orderId: 'ord_1' },
    }));
    expect({ statusCode, headers, json }).toEqual({
      statusCode: 201,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      json: { orderId: 'ord_1' },
    });
  });

  it('is told who calls and which id they named', async () => {
    expect(await seenBy({ pathParameters: { id: 'upl_1' } })).toMatchObject({
      caller,
      id: 'upl_1',
    });
  });

  it('is told the origin its client called: of an emulator one that opens', async () => {
    const at = async (domainName: string) =>
      (await seenBy({ requestContext: { domainName, apiId: 'a1', authorizer: {} } })).origin;
    expect(await at('api.example.com')).toBe('https://api.example.com');
    process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:4566';
    try {
      expect(await at('a1.execute-api.localhost')).toBe(
        'http://127.0.0.1:4566/_aws/execute-api/a1/$default',
      );
      expect(await at('api.example.com')).toBe('https://api.example.com');
    } finally {
      delete process.env.AWS_ENDPOINT_URL;
    }
  });

  it('has no id where the path has none', async () => {
    expect((await seenBy({})).id).toBeUndefined();
    expect(await seenBy({ pathParameters: null })).toMatchObject({ params: {} });
  });

  it('has an id of 1 to 255 characters: DynamoDB refuses any other key', async () => {
    for (const id of ['', 'a'.repeat(256), 'a'.repeat(3000)])
      expect(
        await call(async () => ({ status: 200, body: {} }), { pathParameters: { id } }),
      ).toMatchObject({ statusCode: 400, json: { errors: [{ field: 'id' }] } });
    expect((await seenBy({ pathParameters: { id: 'a'.repeat(255) } })).id).toHaveLength(255);
  });

  it('is not asked when the body is larger than it takes', async () => {
    const handle = jest.fn<Handle>();
    const { statusCode, json } = await call(handle, { body: ' '.repeat(65_537) });
    expect([statusCode, json.type]).toEqual([413, 'urn:keepsake:problem:body-too-large']);
    expect(handle).not.toHaveBeenCalled();
  });

  it('says when to come back, where waiting helps', async () => {
    const { statusCode, headers, json } = await call(
      failing(new QuotaExceeded('Enough.', { context: { quota: 'ip', retryAfterSeconds: 60 } })),
    );
    expect([statusCode, headers?.['retry-after'], json.retryAfterSeconds]).toEqual([429, '60', 60]);
    expect((await call(failing(new QuotaExceeded('Enough.')))).headers).not.toHaveProperty(
      'retry-after',
    );
  });

  it('names a record that cannot be read, and counts it', async () => {
    const record = { kind: 'upload', id: 'upl_1', fields: ['status'] };
    const { statusCode, json } = await call(failing(new RecordUnreadable([record])));
    expect([statusCode, json.type]).toEqual([500, 'urn:keepsake:problem:record-unreadable']);
    expect(json.detail).toContain('upload upl_1 (status)');
    expect(lines).toContainEqual(expect.objectContaining({ RecordsUnreadable: 1 }));
  });

  it('counts and logs records that a list leaves out', async () => {
    const body = { uploads: [], unreadable: ['upl_1', 'upl_2'] };
    expect((await call(async () => ({ status: 200, body }))).json).toEqual(body);
    expect(lines).toContainEqual(expect.objectContaining({ RecordsUnreadable: 2 }));
    expect(toldIn(lines)).toMatchObject([
      { level: 'ERROR', message: 'Records cannot be read', unreadable: ['upl_1', 'upl_2'] },
    ]);
  });

  it('says when to come back after a fault that passes', async () => {
    const { statusCode, headers, json } = await call(failing(new TransientFault('not now')));
    expect([statusCode, headers?.['retry-after'], json.retryAfterSeconds]).toEqual([503, '1', 1]);
  });

  it('reads the body as JSON', async () => {
    expect((await seenBy({ body: '{"role":"photo"}' })).body).toEqual({ role: 'photo' });
  });

  it('reads a body that came in base64', async () => {
    const body = Buffer.from('{"name":"Grüße"}').toString('base64');
    expect((await seenBy({ body, isBase64Encoded: true })).body).toEqual({ name: 'Grüße' });
  });

  it.each([undefined, ''])('takes a body of %p for an empty object', async (body) => {
    expect((await seenBy({ body })).body).toEqual({});
  });

  it.each(['{', 'role=photo', '\u0000'])(
    'refuses a body of %p before its use case is asked',
    async (body) => {
      const handle = jest.fn<Handle>();
      const { statusCode, json } = await call(handle, { body });
      expect([statusCode, json.errors]).toEqual([
        400,
        [{ field: 'body', message: 'must be JSON' }],
      ]);
      expect(handle).not.toHaveBeenCalled();
    },
  );

  it('refuses base64 that hides no JSON', async () => {
    expect(
      (await call(async () => ({ status: 200, body: {} }), { body: 'e2E=', isBase64Encoded: true }))
        .statusCode,
    ).toBe(400);
  });
});

describe('a route that fails', () => {
  it('answers an error of ours as problem details', async () => {
    const { statusCode, headers, json } = await call(failing(new NotFound('order', 'ord_1')));
    expect([statusCode, headers?.['content-type'], json.type]).toEqual([
      404,
      'application/problem+json',
      'urn:keepsake:problem:not-found',
    ]);
  });

  it('hides what it did not expect', async () => {
    const { statusCode, body } = await call(
      failing(new TypeError('table keepsake-prod at https://internal is gone')),
    );
    expect(statusCode).toBe(500);
    expect(body).not.toMatch(/keepsake-prod|internal|TypeError|stack/);
  });

  it.each([new TypeError('boom'), new TransientFault('not now')])(
    'logs %s once, as an error, with route and cause',
    async (error) => {
      await call(failing(error));
      expect(toldIn(lines)).toMatchObject([
        {
          level: 'ERROR',
          message: 'Request failed',
          route: 'POST /things/{id}',
          error: { name: error.name, message: error.message },
        },
      ]);
    },
  );

  it('logs a refusal once, as information, without what was sent', async () => {
    await call(failing(InvalidInput.of('role', 'must be a string')), {
      body: '{"role":"a secret"}',
    });
    expect(toldIn(lines)).toMatchObject([
      {
        level: 'INFO',
        message: 'Request refused',
        status: 400,
        problem: 'urn:keepsake:problem:invalid-input',
      },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/a secret|kst_|Bearer/);
  });

  it('writes nothing at all about a request that succeeds', async () => {
    await call(async () => ({ status: 200, body: {} }));
    expect(lines).toEqual([]);
  });
});
