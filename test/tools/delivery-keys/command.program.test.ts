import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { InvalidConfiguration } from '../../../lib/config.ts';
import { readDeliveryKeys } from '../../../lib/delivery/delivery-keys.ts';
import { keyFileAt } from '../../../tools/delivery-keys/key-file.ts';
import { testKeys } from '../../lib/test-keys.ts';

const main = fileURLToPath(new URL('../../../tools/delivery-keys/main.ts', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'keepsake-keys-'));
const file = join(scratch, 'keys.json');

/** The command as a shell runs it, with no AWS account within reach. */
const run = (args: string[], env: Record<string, string> = {}) => {
  const none = {
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: scratch, KEEPSAKE_DELIVERY_KEYS: file, ...none, ...env },
  });
  return { status, stdout, stderr };
};

describe('npm run rotate-delivery-key', () => {
  it.each([{ args: [] }, { args: ['--stage'] }, { args: ['--stge', 'prod'] }])(
    '$args: shows its usage and ends with 2',
    ({ args }) => {
      expect(run(args)).toEqual({
        status: 2,
        stdout: '',
        stderr: expect.stringContaining('--stage <stage>'),
      });
    },
  );

  it('names the stages it knows', () => {
    expect(run(['--stage', 'nowhere'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('local, dev, prod'),
    });
  });

  it('has nothing to do for a stage without CloudFront', () => {
    expect(run(['--stage', 'local'])).toMatchObject({
      status: 4,
      stderr: expect.stringContaining('it needs no keys'),
    });
  });

  it.each([
    ['credentials', { AWS_REGION: 'eu-central-1' }, 'AWS_PROFILE'],
    ['a region', { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' }, 'AWS_REGION'],
  ])(
    'without %s: says what to set, in no more than two lines, and writes nothing',
    (_, env, hint) => {
      const { status, stderr } = run(['--stage', 'prod'], env);
      expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining(hint) });
      expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(2);
      expect(existsSync(file)).toBe(false);
    },
  );
});

describe('the file of public keys', () => {
  it('is written in a fresh clone, which has no folder for it', () => {
    const fresh = join(scratch, 'fresh', 'delivery-keys', 'prod.json');
    keyFileAt(fresh).write(testKeys());
    expect(readDeliveryKeys(fresh)).toEqual(testKeys());
  });
});

describe('readDeliveryKeys', () => {
  const written = (content: unknown): string => {
    const path = join(scratch, 'written.json');
    writeFileSync(path, JSON.stringify(content));
    return path;
  };

  it('finds none where there is no file', () => {
    expect(readDeliveryKeys(join(scratch, 'absent.json'))).toEqual([]);
  });

  it('finds the two that were written', () => {
    expect(readDeliveryKeys(written(testKeys()))).toEqual(testKeys());
  });

  it.each([
    ['one key', () => testKeys().slice(0, 1)],
    ['three keys', () => [...testKeys(), ...testKeys().slice(0, 1)]],
    [
      'another key’s fingerprint',
      () => testKeys().map((key) => ({ ...key, fingerprint: '0123456789abcdef' })),
    ],
    ['something that is no key', () => testKeys().map((key) => ({ ...key, publicKey: 'x' }))],
  ])('refuses %s', (_, content) => {
    expect(() => readDeliveryKeys(written(content()))).toThrow(InvalidConfiguration);
  });
});
