import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { portOf } from '../listening.ts';

/**
 * A proxy that opens tunnels to this machine, whatever host they name. `asked`: the hosts and ports
 * that clients named.
 */
export const startProxy = async (authorization?: string) => {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer().on('connect', (request, client: Socket) => {
    asked.push(request.url ?? 'none');
    sockets.add(client);
    if (request.headers['proxy-authorization'] !== authorization)
      return void client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const to = connect(Number(request.url?.split(':').at(-1)), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      to.pipe(client).pipe(to);
    });
    sockets.add(to.on('error', () => client.destroy()));
    client.on('error', () => to.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = (): void => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { asked, stop, port: portOf(server) };
};
