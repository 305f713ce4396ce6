import { once } from 'node:events';
import { connect } from 'node:net';
import { createServer } from 'node:tls';
import { portOf } from '../listening.ts';
import { certificate } from './certificate.ts';

/** TLS in front of a server on this machine, with the certificate of a host. */
export const startTlsInFront = async (server: URL, host: string) => {
  const front = createServer(certificate(host), (socket) => {
    const to = connect(Number(server.port), '127.0.0.1');
    socket.pipe(to).pipe(socket);
    socket.on('error', () => to.destroy());
    to.on('error', () => socket.destroy());
  }).listen(0, '127.0.0.1');
  await once(front, 'listening');
  return { port: portOf(front), stop: () => front.close() };
};
