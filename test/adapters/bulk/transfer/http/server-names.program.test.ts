import { createServer } from 'node:https';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ConnectionPool } from '../../../../../adapters/bulk/transfer/http/connection-pool.ts';
import { listen, portOf } from '../../../../listening.ts';
import { certificate } from '../../../../tls/certificate.ts';
import { startProxy } from '../../../../tls/tunnel-proxy.ts';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A server on this machine that shows the certificate of a host. */
const startServer = async (name: string): Promise<number> => {
  const server = createServer(certificate(name), (_request, response) => response.end('bytes'));
  await listen(server);
  closing.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return portOf(server);
};

/** The status that a host answers; its server shows the certificate of `name`, which is trusted. */
const ask = async (host: string, name: string, through: 'proxy' | 'network') => {
  const port = await startServer(name);
  const proxy = through === 'proxy' ? await startProxy() : undefined;
  if (proxy) closing.push(proxy.stop);
  const pool = new ConnectionPool(
    {
      tls: true,
      host,
      port,
      ca: certificate(name).cert.toString(),
      ...(proxy && { proxy: { host: '127.0.0.1', port: proxy.port } }),
    },
    { timeoutMs: 600_000, readBytes: 4_096 },
  );
  closing.push(() => pool.close());
  const { status } = await pool.exchange({ head: `GET / HTTP/1.1\r\nhost: ${host}\r\n\r\n` });
  return status;
};

const wrongName = { name: 'ConnectionLost', code: 'ERR_TLS_CERT_ALTNAME_INVALID' };

describe.each(['proxy', 'network'] as const)(
  'a server behind TLS, reached by the %s',
  (through) => {
    it.each(['127.0.0.1', 'localhost'])(
      'is trusted with a certificate of its own: %s',
      async (host) => {
        expect(await ask(host, host, through)).toBe(200);
      },
    );

    it.each([
      ['127.0.0.1', 'localhost'],
      ['127.0.0.1', '127.0.0.2'],
      ['localhost', '127.0.0.1'],
      ['localhost', 'media.test'],
    ])('named %s is refused with the certificate of %s', async (host, name) => {
      await expect(ask(host, name, through)).rejects.toMatchObject(wrongName);
    });
  },
);

describe('a server reached by the proxy', () => {
  it.each(['127.0.0.9', '::1', 'media.test'])(
    'is checked against the host asked for: %s',
    async (host) => {
      expect(await ask(host, host, 'proxy')).toBe(200);
    },
  );
});
