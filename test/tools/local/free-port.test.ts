import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort, requireFreePort } from '../../../tools/local/emulator/free-port.ts';
import { listen, portOf } from '../../listening.ts';

describe('a taken port', () => {
  let server: Server;
  let port: number;

  beforeEach(async () => {
    server = createServer();
    await listen(server);
    port = portOf(server);
  });
  afterEach(() => new Promise<void>((resolve) => server.close(() => resolve())));

  it('is named, with who to ask and how to choose another', async () => {
    const ways = `Port ${port} is taken by another program\\..*lsof -i :${port}.*KEEPSAKE_PORT=${port + 1} npm start`;
    await expect(requireFreePort(port)).rejects.toThrow(new RegExp(ways, 's'));
  });

  it('is never the one a test gets', async () => {
    const free = await freePort();
    expect(free).not.toBe(port);
    await expect(requireFreePort(free)).resolves.toBeUndefined();
  });
});
