import { beforeAll, describe, expect, it } from '@jest/globals';
import { DynamoLinks } from '../../../adapters/delivery/dynamo-links.ts';
import { hashToken } from '../../../core/sessions/model/token-hash.ts';
import { documents } from '../../contracts/shared/emulator.ts';
import { pictureOfPng, pictureOfSvg, scan } from '../../lambdas/delivery/scan-code.ts';
import { makeLink, paidOrder, type SentFile, sendFile } from '../../lambdas/delivery/sent-file.ts';
import { orderOf } from '../orders/paid-order.ts';
import { environmentOf } from '../shared/deployed.ts';
import { type Answer, aVisitor, fetchOnce, request, type Visitor } from '../shared/visitor.ts';

let alice: Visitor;
let photo: SentFile;
let audio: SentFile;
let orderId: string;

const hostileName = `"><img src=x onerror=alert(1)>'&.jpg`;

beforeAll(async () => {
  alice = await aVisitor();
  photo = await sendFile(alice, { role: 'photo', fileName: hostileName });
  audio = await sendFile(alice, {
    role: 'audio',
    fileName: 'voice.mp3',
    contentType: 'audio/mpeg',
    category: 'audio',
  });
  orderId = await paidOrder(alice, [photo, audio]);
});

const follow = (token: string): Promise<Answer> => request({ method: 'GET', path: `/l/${token}` });

const end = async ({ headers }: Answer): Promise<Buffer> =>
  (await fetchOnce(headers.get('location') ?? '')).bytes;

/** The answer without what names the request or the moment. */
const comparable = ({ status, headers, text }: Answer) => ({
  status,
  text,
  headers: [...headers].filter(([name]) => !/^date$|request-?id|trace/.test(name)),
});

describe('a permalink', () => {
  it('to one file is a 303 that ends at its bytes', async () => {
    const { token = '', expiresAt = '' } = await makeLink(alice, orderId, { role: 'photo' });
    expect(token).toMatch(/^[\w-]{22}$/);
    expect(new Date(expiresAt).getTime()).toBeGreaterThan(Date.now() + 4.9 * 365 * 86_400_000);
    const answer = await follow(token);
    expect(answer.status).toBe(303);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    });
    expect(await end(answer)).toEqual(photo.bytes);
  });

  it('to a whole order is a page whose every link ends at its file', async () => {
    const { token = '' } = await makeLink(alice, orderId);
    const { status, headers, text } = await follow(token);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const hrefs = [...text.matchAll(/<a href="([^"]+)"/g)].map(([, href = '']) =>
      href.replaceAll('&amp;', '&'),
    );
    const files = await Promise.all(hrefs.map(async (href) => (await fetchOnce(href)).text));
    expect(new Set(files)).toEqual(new Set([photo.bytes.toString(), audio.bytes.toString()]));
    expect(text).toMatch(/<audio controls [^>]*src="http/);
    expect(text).toMatch(/<img src="http/);
  });

  it('shows a hostile name as text, and loads from the files’ own origins alone', async () => {
    const { token = '' } = await makeLink(alice, orderId);
    const { headers, text } = await follow(token);
    expect(text).toContain('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&#39;&amp;.jpg');
    expect(text).not.toMatch(/<[^>"]*onerror|<script/);
    const [origin] = [...text.matchAll(/src="(https?:\/\/[^/]+)/g)].map(([, found]) => found);
    const policy = headers.get('content-security-policy');
    expect(policy).toMatch(/^default-src 'none'; /);
    expect(policy).toContain(`img-src data: ${origin}; media-src ${origin};`);
    const { headers: redirect } = await follow(
      (await makeLink(alice, orderId, { role: 'photo' })).token ?? '',
    );
    expect([...redirect.keys()]).not.toContain('onerror');
    const file = await fetchOnce(redirect.get('location') ?? '');
    expect(file.headers.get('content-disposition')).toMatch(
      /^inline; filename="[\w.-]+"; filename\*=UTF-8''[\w.%-]+$/,
    );
  });

  it('can be pointed at another file: the paper stays good', async () => {
    const { token = '' } = await makeLink(alice, orderId, { role: 'photo' });
    const { status, body, text } = await alice.ask('PUT', `/links/${token}`, {
      orderId,
      role: 'audio',
    });
    expect([status, body.role]).toEqual([200, 'audio']);
    expect(text).not.toContain(token);
    expect(await end(await follow(token))).toEqual(audio.bytes);
  });

  it('is made for paid orders only', async () => {
    const unpaid = await orderOf(alice, [await sendFile(alice)]);
    const { status, body } = await alice.post(`/orders/${unpaid.orderId}/links`, {});
    expect([status, body.type]).toEqual([409, 'urn:keepsake:problem:order-not-paid']);
  });

  it('stands in the table as a hash, not as itself', async () => {
    const { token = '' } = await makeLink(alice, orderId, { role: 'photo' });
    const links = new DynamoLinks(documents, (await environmentOf('permalinks')).LINKS_TABLE ?? '');
    const record = await links.find(hashToken(token));
    expect(record?.orderId).toBe(orderId);
    expect(JSON.stringify(record)).not.toContain(token);
  });
});

describe('a link that leads nowhere', () => {
  it('answers alike whether unknown, revoked or expired, also when its code is asked for', async () => {
    const { token: revoked = '' } = await makeLink(alice, orderId, { role: 'photo' });
    const { token: expired = '' } = await makeLink(alice, orderId, { role: 'photo' });
    expect((await alice.ask('DELETE', `/links/${revoked}`)).status).toBe(204);
    const links = new DynamoLinks(documents, (await environmentOf('permalinks')).LINKS_TABLE ?? '');
    const record = await links.find(hashToken(expired));
    if (!record) throw new Error('no link');
    await links.replace({ ...record, expiresAt: '2020-01-01T00:00:00.000Z' }, record);
    const tokens = ['A'.repeat(22), 'x', revoked, expired];
    const answers = [
      ...(await Promise.all(tokens.map(follow))),
      await request({ method: 'GET', path: `/l/${revoked}/qr.svg` }),
    ];
    expect(new Set(answers.map((answer) => JSON.stringify(comparable(answer)))).size).toBe(1);
    expect(answers[0]).toMatchObject({
      status: 404,
      text: expect.stringContaining('There is nothing here'),
    });
  });
});

describe('a QR code', () => {
  it.each(['svg', 'png'])('as %s is decoded and followed to the bytes', async (type) => {
    const { token = '', url } = await makeLink(alice, orderId, { role: 'photo' });
    const { status, headers, text, bytes } = await request({
      method: 'GET',
      path: `/l/${token}/qr.${type}?size=640`,
    });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe(type === 'svg' ? 'image/svg+xml' : 'image/png');
    expect(headers.get('cache-control')).toBe('private, max-age=300');
    const said = scan(type === 'svg' ? pictureOfSvg(text) : pictureOfPng(bytes));
    expect(said).toBe(url);
    expect(await end(await fetchOnce(said))).toEqual(photo.bytes);
  });

  it('is refused in sizes nobody prints', async () => {
    const { token = '' } = await makeLink(alice, orderId, { role: 'photo' });
    const { status, body } = await request({
      method: 'GET',
      path: `/l/${token}/qr.png?size=100000`,
    });
    expect([status, body.errors[0].field]).toEqual([400, 'size']);
  });
});
