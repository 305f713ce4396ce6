import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Calls back with each whole message of a server: its type, and its bytes. */
const onMessages = (server: Socket, take: (type: string, bytes: Buffer) => void): void => {
  let rest = Buffer.alloc(0);
  server.on('data', (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes]);
    while (rest.length >= 5 && rest.length > rest.readUInt32BE(1)) {
      const end = rest.readUInt32BE(1) + 1;
      take(rest.toString('latin1', 0, 1), rest.subarray(0, end));
      rest = rest.subarray(end);
    }
  });
};

/** The key of a connection to the pooler itself. */
const withOwnKey = (bytes: Buffer): Buffer => {
  const key = Buffer.from(bytes);
  key.writeUInt32BE(1, 5);
  return key;
};

/** Two sessions of the server behind one connection; each transaction takes the other one. */
const pool = (client: Socket, port: number): void => {
  const servers = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
  const ready = servers.map(() => false);
  let active = 0;
  const isBegun = (): boolean => ready.every(Boolean);
  client.on('data', (bytes) => {
    for (const server of isBegun() ? [servers[active]] : servers) server?.write(bytes);
  });
  for (const [index, server] of servers.entries()) {
    const end = (): void => {
      for (const socket of [client, ...servers]) socket.destroy();
    };
    server.on('error', end).on('close', end);
    onMessages(server, (type, bytes) => {
      if (type === 'Z') ready[index] = true;
      // The first one's greeting is the pooler's; it is ready once both are.
      if (!isBegun()) {
        if (index === 0 && type !== 'Z') client.write(type === 'K' ? withOwnKey(bytes) : bytes);
        return;
      }
      client.write(bytes);
      if (type === 'Z' && bytes.toString('latin1', 5) === 'I') active = 1 - active;
    });
  }
  client.on('error', () => undefined).on('close', () => servers.map((server) => server.destroy()));
};

/** A pooler of connections in the mode of transactions, as PgBouncer is one; answers its port. */
export const startPooler = async (port: number): Promise<{ port: number; stop: () => void }> => {
  const clients = new Set<Socket>();
  const server = createServer((client) => {
    clients.add(client);
    pool(client, port);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const stop = (): void => {
    server.close();
    for (const client of clients) client.destroy();
  };
  return { port: typeof address === 'object' && address ? address.port : 0, stop };
};
