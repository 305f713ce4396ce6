import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import { cdkEnvironment } from '../../../tools/local/cdk.ts';
import { npmEnvironment } from '../../../tools/local/npm-environment.ts';
import { listen, urlOf } from '../../listening.ts';

const endpoint = 'http://127.0.0.1:4566';
const aws = {
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'a', secretAccessKey: 's' },
};
const folder = mkdtempSync(path.join(tmpdir(), 'keepsake-npm-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the environment of a synthesis', () => {
  it.each(['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'ALL_PROXY', 'NODE_EXTRA_CA_CERTS'])(
    'has %s, which npm needs',
    (name) => {
      expect(cdkEnvironment(aws, folder, { [name]: 'given' })[name]).toBe('given');
    },
  );

  it('has npm’s own settings, in either case', () => {
    const own = { npm_config_registry: 'http://registry.test/', NPM_CONFIG_CAFILE: '/ca.pem' };
    expect(cdkEnvironment(aws, folder, own)).toMatchObject(own);
  });

  it('reads the user’s .npmrc, unless another one is set: its home is a scratch folder', () => {
    expect(npmEnvironment({}, endpoint, '/home/ann').npm_config_userconfig).toBe(
      path.join('/home/ann', '.npmrc'),
    );
    const own = { npm_config_userconfig: '/else/.npmrc' };
    expect(npmEnvironment(own, endpoint, '/home/ann')).toMatchObject(own);
    expect(cdkEnvironment(aws, folder, {}).HOME).toBe(folder);
  });

  it('never asks for this machine or the endpoint through a proxy', () => {
    const all = 'localhost,127.0.0.1,::1,aws.test';
    for (const [own, before] of [
      [{}, ''],
      [{ NO_PROXY: 'shop.test' }, 'shop.test,'],
      [{ no_proxy: 'shop.test', NO_PROXY: 'ignored' }, 'shop.test,'],
    ] as const)
      expect(npmEnvironment(own, 'http://aws.test:4566')).toMatchObject({
        NO_PROXY: `${before}${all}`,
        no_proxy: `${before}${all}`,
      });
  });

  it('has nothing of the developer’s account', () => {
    const own = { AWS_PROFILE: 'mine', AWS_SESSION_TOKEN: 't', SECRET: 's', NODE_OPTIONS: '--x' };
    for (const name of Object.keys(own))
      expect(cdkEnvironment(aws, folder, own)).not.toHaveProperty(name);
  });

  it('has npm fetch packages through the proxy, from the registry that is set', async () => {
    const asked: string[] = [];
    const proxy = createServer((request, response) => {
      asked.push(`${request.url}`);
      response.writeHead(404).end();
    });
    await listen(proxy);
    const env = cdkEnvironment(aws, folder, {
      HTTP_PROXY: urlOf(proxy),
      npm_config_registry: 'http://registry.test/',
      npm_config_fetch_retries: '0',
      npm_config_userconfig: path.join(folder, 'npmrc'),
    });
    const ran = promisify(execFile)('npm', ['view', 'sharp', 'version'], { cwd: folder, env });
    await expect(ran).rejects.toThrow(/E404/);
    proxy.close();
    expect(asked).toEqual(['http://registry.test/sharp']);
  });
});
