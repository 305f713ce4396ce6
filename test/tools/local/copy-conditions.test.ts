import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startHttpsFront } from '../../../tools/local/emulator/https-front.ts';
import { portOf } from '../../listening.ts';

type Front = Awaited<ReturnType<typeof startHttpsFront>>;

const open: { servers: Server[]; fronts: Front[] } = { servers: [], fronts: [] };
afterEach(async () => {
  for (const front of open.fronts.splice(0)) await front.stop();
  for (const server of open.servers.splice(0)) server.close().closeAllConnections();
});

/** An S3 that overwrites whatever a COPY says, as the emulator does; `puts` counts the writes. */
const aFront = async () => {
  const kept = new Map<string, number>();
  const answer = ({ method, url = '' }: IncomingMessage, response: ServerResponse): void => {
    if (method === 'PUT') kept.set(url, (kept.get(url) ?? 0) + 1);
    response.writeHead(method === 'HEAD' && !kept.has(url) ? 404 : 200).end();
  };
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.servers.push(server);
  const emulatorPort = portOf(server);
  const front = await startHttpsFront({ port: 0, emulatorPort });
  open.fronts.push(front);
  const put = async (key: string, headers: Record<string, string> = {}) =>
    (await fetch(`${front.endpoint}/files/${key}`, { method: 'PUT', headers })).status;
  return { put, puts: (key: string) => kept.get(`/files/${key}`) ?? 0 };
};

const copy = { 'x-amz-copy-source': 'uploads/a' };
const once412 = { ...copy, 'if-none-match': '*' };

describe('a COPY through the front of the emulator', () => {
  it('is refused with 412 where it must not overwrite and the key is taken', async () => {
    const { put, puts } = await aFront();
    expect([await put('a', once412), await put('a', once412)]).toEqual([200, 412]);
    expect(puts('a')).toBe(1);
  });

  it('wins alone among many at once', async () => {
    const { put, puts } = await aFront();
    const answers = await Promise.all(Array.from({ length: 9 }, () => put('a', once412)));
    expect(answers.filter((status) => status === 200)).toHaveLength(1);
    expect(puts('a')).toBe(1);
  });

  it.each([
    ['a COPY without the condition', copy],
    ['a PUT, which the emulator decides itself', { 'if-none-match': '*' }],
  ])('%s is passed on', async (_what, headers) => {
    const { put, puts } = await aFront();
    await put('a');
    expect([await put('a', headers), puts('a')]).toEqual([200, 2]);
  });
});
