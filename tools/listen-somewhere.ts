import { once } from 'node:events';
import type { Server } from 'node:http';

/** Listens on loopback: on the port, or on a free one if it is taken. */
export const listenSomewhere = async (server: Server, port: number): Promise<void> => {
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    await once(server.listen(0, '127.0.0.1'), 'listening');
  }
};
