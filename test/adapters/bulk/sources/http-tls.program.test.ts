import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HttpReader } from '../../../../adapters/bulk/sources/http-reader.ts';
import { certificate } from '../../../tls/certificate.ts';

let requests = 0;
let port = 0;

const server = createServer();

beforeAll(async () => {
  server.setSecureContext(certificate('media.test'));
  server.on('request', (_request, response) => {
    requests += 1;
    response.end('bytes');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('a server behind TLS', () => {
  it('whose certificate nobody vouches for is refused for good, before anything is asked', async () => {
    const host = `media.test:${port}`;
    const reader = new HttpReader({ allowedHosts: [host], allowPrivate: true }, async () => [
      { address: '127.0.0.1', family: 4 },
    ]);
    await expect(reader.open(`https://${host}/a.jpg`)).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringContaining(`The certificate of ${host} is not trusted`),
    });
    reader.close();
    expect(requests).toBe(0);
  });
});
