import type { Server as HttpServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';

/** The port that a server listens on. */
export const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** Where a server of this machine is reached, as `http://127.0.0.1:<port>`. */
export const urlOf = (server: Server): string => `http://127.0.0.1:${portOf(server)}`;

/** Starts a server on a free port of this machine. Returns where it is reached. */
export const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return urlOf(server);
};

/** Ends a server, with every connection to it. */
export const hangUp = async (server: HttpServer): Promise<void> => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
};
