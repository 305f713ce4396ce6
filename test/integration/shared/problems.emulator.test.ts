import { beforeAll, describe, expect, it } from '@jest/globals';
import { freshId } from '../../contracts/shared/samples.ts';
import { deployed } from './deployed.ts';
import { announced } from './sample-upload.ts';
import { type Answer, aVisitor, type Visitor } from './visitor.ts';

let visitor: Visitor;
beforeAll(async () => {
  visitor = await aVisitor();
});

const problems: [string, number, () => Promise<Answer>][] = [
  ['invalid-input', 400, () => visitor.post('/orders', {})],
  ['not-found', 404, () => visitor.get(`/orders/${freshId('ord')}`)],
  [
    'upload-not-received',
    409,
    async () => visitor.post(`/uploads/${(await announced(visitor)).uploadId}/complete`),
  ],
];

describe('a refused request', () => {
  it.each(problems)('answers problem details of type %s', async (type, status, ask) => {
    const { body, headers, status: answered } = await ask();
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(answered).toBe(status);
    expect(body).toMatchObject({
      type: `urn:keepsake:problem:${type}`,
      status,
      title: expect.any(String),
      detail: expect.any(String),
    });
  });

  it.each(['/uploads', '/orders'])('POST %s says where the body is no JSON', async (path) => {
    const { status, body } = await visitor.post(path, '{"filename": ');
    expect([status, body.errors]).toEqual([400, [{ field: 'body', message: 'must be JSON' }]]);
  });

  it.each(['[]', '7', 'null', '"text"'])('POST /uploads refuses a body of %s', async (text) => {
    const { status, body } = await visitor.post('/uploads', text);
    expect([status, body.errors[0].field]).toEqual([400, 'body']);
  });

  it('says of every wrong field what it must be', async () => {
    const { body } = await visitor.post('/orders', { files: [null] });
    expect(body.errors).toEqual([
      { field: 'amount', message: expect.stringMatching(/^must be /) },
      { field: 'files[0]', message: expect.stringMatching(/^must be /) },
    ]);
  });

  it('does not repeat what was sent', async () => {
    const { text } = await visitor.post('/uploads', {
      filename: '<script>alert(1)</script>',
      category: '<b>',
    });
    expect(text).not.toContain('<');
  });

  it('lets a page of a configured origin read how long to wait', async () => {
    const { headers } = await fetch(`${deployed.apiUrl}/uploads/${freshId('upl')}`, {
      headers: { authorization: `Bearer ${visitor.token}`, origin: 'http://localhost:3000' },
    });
    expect(headers.get('access-control-expose-headers')).toBe('idempotent-replayed,retry-after');
  });

  it('is not to be cached', async () => {
    expect((await visitor.get(`/uploads/${freshId('upl')}`)).headers.get('cache-control')).toBe(
      'no-store',
    );
  });
});
