import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fetchAsk } from '../../../client/api/fetch-ask.ts';
import { apiProblem, KeepsakeProblem } from '../../../client/api/problem.ts';
import { withRetries } from '../../../client/api/retry.ts';
import { createClient, type KeepsakeClient } from '../../../client/node.ts';
import type { Fault } from '../fake-answers.ts';
import { FakeApi } from '../fake-api.ts';

let api: FakeApi;
let keepsake: KeepsakeClient;
beforeEach(async () => {
  api = await new FakeApi().start();
  keepsake = createClient({ baseUrl: `${api.url}/`, token: 'kst_test', retry: { baseMs: 1 } });
});
afterEach(() => api.stop());

/** Makes the server give one answer to every request. The requests are kept. */
const answering = (body: unknown, status = 200): void => {
  api.fault = () => ({ status, body: JSON.stringify(body) });
};

const asked = () =>
  api.seen.map(({ method, path, body }) => [method, path, ...(body ? [JSON.parse(body)] : [])]);

describe('calls of the API', () => {
  it.each<[string, (client: KeepsakeClient) => Promise<unknown>, unknown[]]>([
    ['createSession', (client) => client.createSession(), ['POST', '/sessions']],
    [
      'claimSession',
      (client) => client.claimSession('kst_old'),
      ['POST', '/sessions/claim', { token: 'kst_old' }],
    ],
    ['getUpload', (client) => client.getUpload('upl_1'), ['GET', '/uploads/upl_1']],
    [
      'downloadUrl',
      (client) => client.downloadUrl('upl_1'),
      ['GET', '/uploads/upl_1/download?format=json'],
    ],
    ['deleteUpload', (client) => client.deleteUpload('upl_1'), ['DELETE', '/uploads/upl_1']],
    [
      'uploadText',
      (client) => client.uploadText({ filename: 'a.txt', text: 'ä', category: 'transcript' }),
      ['POST', '/uploads/text', { filename: 'a.txt', text: 'ä', category: 'transcript' }],
    ],
    [
      'createOrder',
      (client) => client.createOrder({ amount: { value: 1, currency: 'EUR' }, files: [] }),
      ['POST', '/orders', { amount: { value: 1, currency: 'EUR' }, files: [] }],
    ],
    ['createLink', (c) => c.createLink('ord_1'), ['POST', '/orders/ord_1/links', {}]],
    ['getOrder', (client) => client.getOrder('ord_1'), ['GET', '/orders/ord_1']],
    [
      'createJob',
      (client) =>
        client.createJob({
          title: 'cut',
          inputs: { video: 'upl_1' },
          onFinish: { inputs: 'delete', outputs: 'keep' },
        }),
      [
        'POST',
        '/jobs',
        {
          title: 'cut',
          inputs: { video: 'upl_1' },
          onFinish: { inputs: 'delete', outputs: 'keep' },
        },
      ],
    ],
    ['getJob', (client) => client.getJob('job_1'), ['GET', '/jobs/job_1']],
    [
      'finishJob',
      (client) => client.finishJob('job_1', { cut: 'upl_2' }),
      ['POST', '/jobs/job_1/finish', { outputs: { cut: 'upl_2' } }],
    ],
    [
      'failJob',
      (client) => client.failJob('job_1', 'no sound'),
      ['POST', '/jobs/job_1/fail', { reason: 'no sound' }],
    ],
    [
      'an id that is no id',
      (client) => client.getUpload('../sessions'),
      ['GET', '/uploads/..%2Fsessions'],
    ],
  ])('%s', async (_, call, expected) => {
    answering({});
    await call(keepsake);
    expect(asked()).toEqual([expected]);
  });

  it('listUploads reads page after page, and no page before it is needed', async () => {
    api.fault = ({ path }) => ({
      status: 200,
      body: JSON.stringify(
        path.includes('cursor')
          ? { uploads: [{ uploadId: 'c' }] }
          : { uploads: [{ uploadId: 'a' }, { uploadId: 'b' }], cursor: 'x=1' },
      ),
    });
    const uploads = keepsake.listUploads({ category: 'video', limit: 2 });
    expect((await uploads.next()).value?.uploadId).toBe('a');
    expect(api.seen.length).toBe(1);
    const rest = [];
    for await (const { uploadId } of uploads) rest.push(uploadId);
    expect(rest).toEqual(['b', 'c']);
    expect(asked()).toEqual([
      ['GET', '/uploads?category=video&limit=2'],
      ['GET', '/uploads?category=video&limit=2&cursor=x%3D1'],
    ]);
  });
});

it('an answer that is a page of another server is told as that', async () => {
  api.fault = () => ({ status: 200, body: '<!doctype html><title>Shop</title>' });
  await expect(keepsake.getUpload('upl_1')).rejects.toMatchObject({
    name: 'KeepsakeProblem',
    detail: expect.stringContaining('`baseUrl`'),
  });
});

it('a token that no header can hold, such as a page, is no lost connection', async () => {
  const headers = { authorization: 'Bearer <html>\n<body>' };
  await expect(fetchAsk({ method: 'GET', url: api.url, headers })).rejects.toThrow(TypeError);
});

describe('a token', () => {
  const rejectOnce = (status: number) => {
    let left = 1;
    api.fault = (): Fault =>
      left-- > 0 ? { status, body: '{"message":"Forbidden"}' } : { status: 200, body: '{}' };
  };

  it.each([401, 403])(
    'that is got by a function is got again when the API answers %s',
    async (status) => {
      let tokens = 0;
      const client = createClient({ baseUrl: api.url, token: async () => `t${++tokens}` });
      rejectOnce(status);
      await client.getOrder('ord_1');
      await client.getOrder('ord_1');
      expect(tokens).toBe(2);
    },
  );

  it('that could not be got is got again for the next request', async () => {
    let asked = 0;
    const token = async () => {
      asked += 1;
      if (asked === 1) throw new Error('logged out');
      return 'kst_test';
    };
    const client = createClient({ baseUrl: api.url, token });
    answering({});
    await expect(client.getOrder('ord_1')).rejects.toThrow('logged out');
    await client.getOrder('ord_1');
    expect(api.seen.length).toBe(1);
  });

  it('that is fixed is not tried twice; what API Gateway says is the detail', async () => {
    rejectOnce(403);
    await expect(keepsake.getOrder('ord_1')).rejects.toMatchObject({
      status: 403,
      type: 'about:blank',
      detail: 'Forbidden',
    });
  });
});

describe('what must not happen twice', () => {
  it('is not asked again: an order whose answer was lost', async () => {
    api.fault = () => 'cut';
    await expect(
      keepsake.createOrder({ amount: { value: 1, currency: 'EUR' }, files: [] }),
    ).rejects.toMatchObject({ status: 0 });
    expect(api.seen.length).toBe(1);
  });
});

describe('a challenge for people', () => {
  it('is solved anew for each session and order, and for nothing else', async () => {
    let solved = 0;
    const challenge = { answer: async () => `answer ${++solved}` };
    const visitor = createClient({ baseUrl: api.url, token: 'kst_test', challenge });
    answering({});
    await visitor.createSession();
    await visitor.createOrder({ amount: { value: 1, currency: 'EUR' }, files: [] });
    await visitor.getOrder('ord_1');
    expect(api.seen.map(({ challenge }) => challenge)).toEqual(['answer 1', 'answer 2', undefined]);
  });
});

describe('waiting', () => {
  it.each([
    ['2', 2_000],
    ['', 0],
    ['soon', 0],
    ['-3', 0],
  ])('Retry-After %j is %s ms', (header, ms) => {
    expect(apiProblem(429, '', header).retryAfterMs).toBe(ms);
  });

  it('is never shorter than what the server asked for', async () => {
    const patience = {
      policy: { attempts: 2, baseMs: 1, capMs: 1, patienceMs: 0 },
      online: async () => undefined,
    };
    const times: number[] = [];
    await withRetries(patience, async (attempt) => {
      times.push(performance.now());
      if (attempt === 0)
        throw new KeepsakeProblem({
          type: 'about:blank',
          status: 429,
          detail: '',
          retryAfterMs: 50,
        });
    });
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(49);
  });

  it('is left to the caller where the server asks for more than a minute: the quota of a day', async () => {
    const patience = {
      policy: { attempts: 2, baseMs: 1, capMs: 1, patienceMs: 0 },
      online: async () => undefined,
    };
    const tomorrow = new KeepsakeProblem({
      type: 'urn:keepsake:problem:quota-exceeded',
      status: 429,
      detail: '',
      retryAfterMs: 7_200_000,
    });
    const refused = withRetries(patience, () => Promise.reject(tomorrow));
    await expect(refused).rejects.toBe(tomorrow);
  });

  it('ends at once when the signal is aborted', async () => {
    const controller = new AbortController();
    const patience = {
      policy: { attempts: 2, baseMs: 1e9, capMs: 1e9, patienceMs: 0 },
      signal: controller.signal,
      online: async () => undefined,
    };
    const waiting = withRetries(patience, async () => {
      setTimeout(() => controller.abort(), 5);
      throw new KeepsakeProblem({ type: 'about:blank', status: 503, detail: '' });
    });
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});
