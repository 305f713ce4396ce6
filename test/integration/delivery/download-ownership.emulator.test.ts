import { beforeAll, describe, expect, it } from '@jest/globals';
import { makeLink, paidOrder, sendFile } from '../../lambdas/delivery/sent-file.ts';
import { type Answer, aVisitor, request, type Visitor } from '../shared/visitor.ts';

let alice: Visitor;
let mallory: Visitor;
let ids: { upload: string; order: string; token: string };

const unknown = {
  upload: `upl_${'0'.repeat(32)}`,
  order: `ord_${'0'.repeat(32)}`,
  token: 'A'.repeat(22),
};

beforeAll(async () => {
  [alice, mallory] = await Promise.all([aVisitor(), aVisitor()]);
  const file = await sendFile(alice);
  const order = await paidOrder(alice, [file]);
  const { token = '' } = await makeLink(alice, order, { role: 'photo' });
  ids = { upload: file.uploadId, order, token };
});

type Ids = typeof ids;
type Try = { route: string; path: (ids: Ids) => string; body?: (ids: Ids) => object };

const routes: Try[] = [
  { route: 'GET /uploads/{id}/download', path: ({ upload }) => `/uploads/${upload}/download` },
  {
    route: 'GET /uploads/{id}/download?format=json',
    path: ({ upload }) => `/uploads/${upload}/download?format=json`,
  },
  { route: 'GET /orders/{id}/files/{role}', path: ({ order }) => `/orders/${order}/files/photo` },
  {
    route: 'POST /orders/{id}/links',
    path: ({ order }) => `/orders/${order}/links`,
    body: () => ({}),
  },
  {
    route: 'PUT /links/{token}',
    path: ({ token }) => `/links/${token}`,
    body: ({ order }) => ({ orderId: order }),
  },
  { route: 'DELETE /links/{token}', path: ({ token }) => `/links/${token}` },
];

const methodOf = ({ route }: Try): string => route.split(' ')[0] ?? '';

/** The answer without what names the request or the moment. */
const comparable = ({ status, headers, text }: Answer, named: Ids) => ({
  status,
  text: Object.values(named).reduce((all, id) => all.replaceAll(id, '…'), text),
  headers: [...headers].filter(([name]) => !/date|request-?id|content-length|trace/.test(name)),
});

describe('another owner’s ids', () => {
  it.each(routes)('$route answers like one that does not exist', async (tried) => {
    const { path, body } = tried;
    const foreign = await mallory.ask(methodOf(tried), path(ids), body?.(ids));
    const missing = await mallory.ask(methodOf(tried), path(unknown), body?.(unknown));
    expect(foreign.status).toBe(404);
    expect(comparable(foreign, ids)).toEqual(comparable(missing, unknown));
  });

  it.each(routes)('$route is closed to whoever has no token', async (tried) => {
    const { path, body } = tried;
    expect(
      (await request({ method: methodOf(tried), path: path(ids), body: body?.(ids) })).status,
    ).toBe(401);
  });

  it('left everything as it was', async () => {
    expect((await request({ method: 'GET', path: `/l/${ids.token}` })).status).toBe(303);
  });

  it('cannot be what a link is pointed at', async () => {
    const file = await sendFile(mallory);
    const own = await paidOrder(mallory, [file]);
    const { token = '' } = await makeLink(mallory, own);
    expect((await mallory.ask('PUT', `/links/${token}`, { orderId: ids.order })).status).toBe(404);
  });
});
