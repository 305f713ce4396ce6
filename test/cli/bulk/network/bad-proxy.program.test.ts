import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startProxy } from '../../../tls/tunnel-proxy.ts';
import { FakeStorage } from '../fake-storage.ts';

let storage: FakeStorage;

beforeEach(async () => {
  storage = await FakeStorage.start();
  storage.here.files({ 'photos/a.jpg': 'A' });
});

afterEach(() => storage.stop());

const check = (proxy: Record<string, string>) =>
  storage.here.run('check ./photos s3://bucket/old', {
    AWS_ENDPOINT_URL: 'https://127.0.0.1:9',
    ...proxy,
  });

describe('HTTPS_PROXY=… keepsake check', () => {
  it.each([
    ['proxy.example.com:3128', 'must begin with http://'],
    ['socks5://user:pa55word@proxy.example.com', 'must begin with http://'],
    ['pa55word:pa55word@proxy.example.com', 'must begin with http://'],
    ['http://user:pa55word@proxy.example.com:70000', 'a port from 1 to 65535'],
    ['http://user:pa55word@proxy.example.com:0', 'a port from 1 to 65535'],
    ['http://user:pa55word@', 'must be a URL'],
    ['http://user:pa55word%zz@proxy.example.com', 'a bare % in it'],
  ])('refuses %s, says how to mend it and quotes no password', async (address, problem) => {
    const { code, stderr } = await check({ HTTPS_PROXY: address });
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^keepsake: HTTPS_PROXY [^\n]+\n$/)]);
    expect(stderr).toContain(problem);
    expect(stderr).toContain('such as http://proxy.example.com:3128, or add 127.0.0.1 to NO_PROXY');
    expect(stderr).not.toContain('pa55word');
  });

  it('names the variable as it is spelled', async () => {
    const { stderr } = await check({ https_proxy: 'socks5://proxy' });
    expect(stderr).toContain('keepsake: https_proxy must begin');
  });

  it('tells in one line that the proxy rejects the password', async () => {
    const proxy = await startProxy('Basic other');
    const HTTPS_PROXY = `http://user:pa55word@127.0.0.1:${proxy.port}`;
    const { code, stderr } = await check({ HTTPS_PROXY });
    proxy.stop();
    expect([code, stderr]).toEqual([75, expect.stringMatching(/^keepsake: The proxy [^\n]+\n$/)]);
    expect(stderr).toContain('407 Proxy Authentication Required');
    expect(stderr).not.toContain('pa55word');
  });
});
