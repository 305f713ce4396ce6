import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeS3 } from '../../../adapters/bulk/transfer/fake-s3.ts';
import { certificate } from '../../../tls/certificate.ts';
import { startTlsInFront } from '../../../tls/tls-in-front.ts';
import { startProxy } from '../../../tls/tunnel-proxy.ts';
import { FakeStorage } from '../fake-storage.ts';

let storage: FakeStorage;
const closing: (() => unknown)[] = [];

beforeEach(async () => {
  storage = await FakeStorage.start();
  storage.here.files({ 'photos/a.jpg': 'A', 'photos/b.jpg': 'B' });
});

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await storage.stop();
});

const endpoint = (): URL => new URL(storage.here.env.AWS_ENDPOINT_URL ?? 'none');

/** TLS in front of the storage, with the certificate of a host. */
const startTls = async (host = 'localhost'): Promise<number> => {
  const { port, stop } = await startTlsInFront(endpoint(), host);
  closing.push(stop);
  return port;
};

const openProxy = async (authorization?: string) => {
  const proxy = await startProxy(authorization);
  closing.push(proxy.stop);
  return proxy;
};

const trusted = (host = 'localhost'): string => {
  const file = path.join(storage.here.folder, 'ca.pem');
  writeFileSync(file, certificate(host).cert);
  return file;
};

const command = 'migrate ./photos --to s3://bucket/old --patience 0';
const files = { 'old/a.jpg': 'A', 'old/b.jpg': 'B' };

describe(`AWS_CA_BUNDLE=ca.pem keepsake ${command} --endpoint-url https://…`, () => {
  it('trusts its certificates; verify does, too', async () => {
    const env = { AWS_ENDPOINT_URL: `https://localhost:${await startTls()}` };
    expect((await storage.here.run(command, env)).code).toBe(75);
    const ended = await storage.here.run(command, { ...env, AWS_CA_BUNDLE: trusted() });
    expect([ended.code, storage.objects]).toEqual([0, files]);
    const [id] = await storage.here.batches();
    const verified = await storage.here.run(`verify ${id}`, { ...env, AWS_CA_BUNDLE: trusted() });
    expect(verified.code).toBe(0);
  });
});

describe(`HTTPS_PROXY=http://user:word@proxy keepsake ${command}`, () => {
  it('goes through the proxy, to the host by name, and past it for NO_PROXY', async () => {
    const proxy = await openProxy(`Basic ${Buffer.from('user:word').toString('base64')}`);
    const port = await startTls();
    const env = {
      AWS_ENDPOINT_URL: `https://localhost:${port}`,
      AWS_CA_BUNDLE: trusted(),
      HTTPS_PROXY: `http://user:word@127.0.0.1:${proxy.port}`,
    };
    const ended = await storage.here.run(command, env);
    expect([ended.code, ended.stderr.match(/word/), storage.objects]).toEqual([0, null, files]);
    expect([...new Set(proxy.asked)]).toEqual([`localhost:${port}`]);
    proxy.asked.length = 0;
    const direct = await storage.here.run(command, { ...env, NO_PROXY: 'example.com, localhost' });
    expect([direct.code, proxy.asked]).toEqual([0, []]);
  });

  it('doctor passes every check by it, to a host that nothing else reaches', async () => {
    const [proxy, port] = [await openProxy(), await startTls('media.test')];
    const { code, stdout } = await storage.here.run('doctor ./photos --to s3://bucket/old', {
      AWS_ENDPOINT_URL: `https://media.test:${port}`,
      AWS_CA_BUNDLE: trusted('media.test'),
      HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
    });
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^pass +clock +within \d+ s/m)]);
  });

  it('says which answer the proxy gave', async () => {
    const proxy = await openProxy('Basic other');
    const env = {
      AWS_ENDPOINT_URL: `https://localhost:${await startTls()}`,
      HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
    };
    const { code, stderr } = await storage.here.run(command, env);
    expect([code, stderr]).toEqual([75, expect.stringContaining('EPROXY_407')]);
  });
});

describe('keepsake migrate s3://bucket/src --source-profile old --to s3://bucket/dst', () => {
  it('reads with the keys, token and endpoint of the profile', async () => {
    const old = new FakeS3();
    const url = await old.start();
    closing.push(() => old.stop());
    old.bucket.put('src/a.txt', Buffer.from('A'));
    storage.here.files({
      '.aws/config': `[profile old]\nregion = us-east-1\nservices = mine\n\n[services mine]\ns3 =\n  endpoint_url = ${url}\n`,
      '.aws/credentials': `[old]\naws_access_key_id = AKID\naws_secret_access_key = secret\naws_session_token = tok\n`,
    });
    const ended = await storage.run(
      'migrate s3://bucket/src --source-profile old --source-region us-east-1 --to s3://bucket/dst',
    );
    expect([ended.code, storage.objects]).toEqual([0, { 'dst/a.txt': 'A' }]);
    expect(old.seen.map(({ headers }) => headers['x-amz-security-token'])).toEqual(
      old.seen.map(() => 'tok'),
    );
  });
});

describe('KEEPSAKE_SOURCE_ACCESS_KEY_ID=… keepsake migrate s3://bucket/src --source-endpoint-url …', () => {
  it('reads with keys and session token of the source, and writes with those of AWS', async () => {
    const old = new FakeS3();
    const url = await old.start();
    closing.push(() => old.stop());
    old.bucket.put('src/a.txt', Buffer.from('A'));
    const words = `migrate s3://bucket/src --source-endpoint-url ${url} --to s3://bucket/dst`;
    const { code } = await storage.here.run(words, {
      KEEPSAKE_SOURCE_ACCESS_KEY_ID: old.credentials.accessKeyId,
      KEEPSAKE_SOURCE_SECRET_ACCESS_KEY: old.credentials.secretAccessKey,
      KEEPSAKE_SOURCE_SESSION_TOKEN: 'of the source',
    });
    expect([code, storage.objects]).toEqual([0, { 'dst/a.txt': 'A' }]);
    const tokens = ({ seen }: FakeS3) =>
      new Set(seen.map(({ headers }) => headers['x-amz-security-token']));
    expect([...tokens(old), ...tokens(storage.s3)]).toEqual(['of the source', undefined]);
  });
});

describe('a profile that ~/.aws does not have', () => {
  it.each([
    ['AWS_PROFILE', command, { AWS_PROFILE: 'misspelt' }],
    [
      '--source-profile',
      `migrate s3://bucket/src --source-profile misspelt --to s3://bucket/d`,
      {},
    ],
  ])('is refused by its name in %s, and nothing is sent as another', async (_, words, env) => {
    storage.here.files({ '.aws/config': '[profile other]\nregion = us-east-1\n' });
    const { code, stderr } = await storage.here.run(words, env);
    expect([code, stderr]).toEqual([2, expect.stringContaining("no profile 'misspelt' in ~/.aws")]);
    expect(storage.s3.seen).toEqual([]);
  });
});

describe(`keepsake ${command}, a bucket in another region`, () => {
  it('goes on in the region that S3 names', async () => {
    storage.s3.faults = ({ headers }) =>
      /\/eu-west-1\//.test(headers.authorization ?? '')
        ? {
            kind: 'refuse',
            status: 400,
            code: 'AuthorizationHeaderMalformed',
            headers: { 'x-amz-bucket-region': 'us-east-1' },
          }
        : undefined;
    const ended = await storage.here.run(command, { AWS_REGION: 'eu-west-1' });
    expect([ended.code, storage.objects]).toEqual([0, files]);
  });
});

describe(`keepsake ${command} --bwlimit 1M`, () => {
  it('sends everything; a table by time of day is read, too', async () => {
    storage.here.files({ 'photos/large.bin': 'x'.repeat(300_000) });
    expect((await storage.run(`${command} --bwlimit 1M`)).code).toBe(0);
    expect(storage.objects).toMatchObject({ ...files, 'old/large.bin': 'x'.repeat(300_000) });
  });

  it.each(['fast', '0', '25:00,1M'])('refuses --bwlimit %s', async (rate) => {
    const { code, stderr } = await storage.run(`${command} --bwlimit ${rate}`);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--bwlimit must be a rate')]);
  });
});
