import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { portOf } from '../../../listening.ts';
import { certificate } from '../../../tls/certificate.ts';
import { startTlsInFront } from '../../../tls/tls-in-front.ts';
import { startProxy } from '../../../tls/tunnel-proxy.ts';
import { FakeStorage } from '../fake-storage.ts';

let storage: FakeStorage;
const closing: (() => unknown)[] = [];

beforeEach(async () => {
  storage = await FakeStorage.start();
  storage.here.files({ 'photos/a.jpg': 'A', 'photos/2019/b.jpg': 'B' });
});

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await storage.stop();
});

const endpoint = (): URL => new URL(storage.here.env.AWS_ENDPOINT_URL ?? 'none');

/** A service whose host, and whose bucket's host, are reached by a proxy of this machine alone. */
const serviceFor = async (host: string): Promise<Record<string, string>> => {
  const { port, stop } = await startTlsInFront(endpoint(), host);
  const proxy = await startProxy();
  closing.push(stop, proxy.stop);
  const file = path.join(storage.here.folder, 'ca.pem');
  writeFileSync(file, certificate(host).cert);
  return {
    AWS_ENDPOINT_URL: `https://media.test:${port}`,
    AWS_CA_BUNDLE: file,
    HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
  };
};

const hosts = (): string[] => [
  ...new Set(storage.s3.seen.map(({ headers }) => headers.host?.replace(/:\d+$/, '') ?? 'none')),
];

/** Every verb that speaks to the destination, one after the other. */
const runAll = async (env: Record<string, string>, options = ''): Promise<(number | null)[]> => {
  const sent = await storage.here.run(`migrate ./photos --to s3://bucket/old ${options}`, env);
  const [id] = await storage.here.batches();
  const codes = [sent.code];
  for (const verb of [
    `verify ${id}`,
    `restore ${id} --into ./back`,
    `rollback ${id} --apply --more-than-half`,
  ])
    codes.push((await storage.here.run(verb, env)).code);
  return codes;
};

describe.each([
  ['--addressing virtual', 'bucket.media.test'],
  ['--addressing path', 'media.test'],
  ['', 'media.test'],
])(
  'keepsake migrate ./photos --to s3://bucket/old --endpoint-url https://… %s',
  (options, host) => {
    it(`speaks to ${host} alone, and so do verify, restore and rollback`, async () => {
      expect(await runAll(await serviceFor(host), options)).toEqual([0, 0, 0, 0]);
      expect([hosts(), storage.objects]).toEqual([[host], {}]);
    });
  },
);

describe('keepsake migrate s3://bucket/src --source-addressing virtual --to s3://bucket/old', () => {
  it("has the source's bucket in the host, and its own in the path", async () => {
    storage.put('src/a.jpg', 'A');
    const source = (await serviceFor('bucket.media.test')) as { AWS_ENDPOINT_URL: string };
    const { code } = await storage.here.run(
      `migrate s3://bucket/src --source-endpoint-url ${source.AWS_ENDPOINT_URL} ` +
        '--source-addressing virtual --to s3://bucket/old',
      { ...source, AWS_ENDPOINT_URL: endpoint().href },
    );
    expect([code, hosts().sort()]).toEqual([0, ['127.0.0.1', 'bucket.media.test']]);
    expect(storage.objects).toMatchObject({ 'old/a.jpg': 'A' });
  });
});

describe('keepsake migrate ./photos --to s3://bucket/old --endpoint-url http://[::1]:port', () => {
  it('goes there, and so do check, verify, restore and rollback', async () => {
    const front = createServer((socket) => {
      const to = connect(Number(endpoint().port), '127.0.0.1');
      socket.pipe(to).pipe(socket);
      socket.on('error', () => to.destroy());
      to.on('error', () => socket.destroy());
    }).listen(0, '::1');
    await once(front, 'listening');
    closing.push(() => front.close());
    const address = { AWS_ENDPOINT_URL: `http://[::1]:${portOf(front)}` };
    expect(await runAll(address)).toEqual([0, 0, 0, 0]);
    expect([hosts(), storage.objects]).toEqual([['[::1]'], {}]);
    const { code, stdout } = await storage.here.run(
      `check ./photos s3://bucket/old --endpoint-url ${address.AWS_ENDPOINT_URL}`,
      { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
    );
    expect([code, stdout]).toEqual([3, expect.stringContaining('2 missing')]);
  });
});
