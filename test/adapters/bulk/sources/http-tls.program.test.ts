import { createServer } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HttpReader } from '../../../../adapters/bulk/sources/http-reader.ts';
import { hangUp, listen, portOf } from '../../../listening.ts';
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
  await listen(server);
  port = portOf(server);
});

afterAll(async () => {
  await hangUp(server);
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
