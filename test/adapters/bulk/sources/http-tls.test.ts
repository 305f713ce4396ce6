import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HttpReader } from '../../../../adapters/bulk/sources/http-reader.ts';
import { temporaryFolder } from './temporary-folder.ts';

const disk = temporaryFolder();
let requests = 0;
let port = 0;

const certificate = (): { key: Buffer; cert: Buffer } => {
  const [key, cert] = [join(disk.folder, 'key.pem'), join(disk.folder, 'cert.pem')];
  const subject = ['-subj', '/CN=media.test', '-addext', 'subjectAltName=DNS:media.test'];
  const options = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '2',
    '-keyout',
    key,
    '-out',
    cert,
  ];
  execFileSync('/usr/bin/openssl', ['req', '-x509', ...options, ...subject], { stdio: 'pipe' });
  return { key: readFileSync(key), cert: readFileSync(cert) };
};

const server = createServer();

beforeAll(async () => {
  server.setSecureContext(certificate());
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
  disk.remove();
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
