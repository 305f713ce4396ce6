import { once } from 'node:events';
import { createServer } from 'node:net';
import { urlOf } from '../../listening.ts';

/** What a server says that wants to speak something else. */
export const switching =
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n';

/** A server on loopback that says exactly these words to everybody. */
export const rawServer = async (
  words: string,
): Promise<{ url: string; [Symbol.dispose](): void }> => {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.write(words));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `${urlOf(server)}/`, [Symbol.dispose]: () => void server.close() };
};
