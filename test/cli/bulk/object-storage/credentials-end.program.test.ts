import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { targetAccess } from '../../../../cli/aws-access.ts';
import type { Settings } from '../../../../cli/settings.ts';
import { batchIn, FakeStorage } from '../fake-storage.ts';

const files = Object.fromEntries(
  Array.from({ length: 60 }, (_, index) => [`photos/${index}.jpg`, `JPEG ${index}`]),
);
let storage: FakeStorage;
let batch: string;

beforeEach(async () => {
  storage = await FakeStorage.start();
  storage.here.files(files);
  batch = batchIn(await storage.run('migrate ./photos --to s3://bucket/old'));
});
afterEach(() => storage.stop());

/** Storage takes so many requests more with these credentials. */
const endAfter = (requests: number, code: string): void => {
  let seen = 0;
  storage.s3.faults = () => {
    seen += 1;
    return seen > requests ? { kind: 'refuse', status: 400, code } : undefined;
  };
};

describe.each(['ExpiredToken', 'InvalidAccessKeyId'])('credentials that end (%s)', (code) => {
  it.each([
    ['verify', () => `verify ${batch}`],
    ['check', () => 'check ./photos s3://bucket/old'],
    ['restore', () => `restore ${batch} --into ./back`],
    ['rollback', () => `rollback ${batch}`],
    ['rollback --apply', () => `rollback ${batch} --apply --more-than-half`],
  ])('in the middle of a %s end it in one sentence, and blame no file', async (_verb, words) => {
    endAfter(10, code);
    const { code: exit, stdout, stderr } = await storage.run(words());
    expect([exit, stderr]).toEqual([4, expect.stringMatching(/^keepsake: .*Sign in again.*\n$/)]);
    expect(stdout).not.toMatch(/failed|missing|changed|differs/);
    storage.s3.faults = () => undefined;
    expect((await storage.run(words())).code).toBe(0);
  });

  it('while a second pass looks at objects end it, and fail no file', async () => {
    // Another time: the listing of the destination proves nothing, each object is looked at.
    storage.s3.bucket.put('old/0.jpg', Buffer.from('another'));
    const look = (head: { method: string }) => head.method === 'HEAD' || head.method === 'GET';
    storage.s3.faults = (request) =>
      look(request) && request.key !== '' ? { kind: 'refuse', status: 400, code } : undefined;
    const ended = await storage.run('migrate ./photos --to s3://bucket/old --json');
    expect([ended.code, ended.stderr]).toEqual([75, expect.stringContaining(`(${code}: `)]);
    const { lines } = await storage.run(`status ${batchIn(ended)} --json`);
    expect(lines).toMatchObject([{ counts: { failed: { files: 0 } } }]);
  });
});

describe('a profile whose file is written anew', () => {
  const at = (name: string): string => path.join(storage.here.folder, '.aws', name);
  const sessions = (token: string): void =>
    writeFileSync(
      at('credentials'),
      `[old]\naws_access_key_id = ${token}\naws_secret_access_key = s\naws_session_token = ${token}\n`,
    );
  it('gives its new session without a new start of the command', async () => {
    mkdirSync(at(''), { recursive: true });
    sessions('first');
    Object.assign(process.env, {
      AWS_PROFILE: 'old',
      AWS_SHARED_CREDENTIALS_FILE: at('credentials'),
      AWS_CONFIG_FILE: at('config'),
    });
    const { credentials } = await targetAccess({ region: 'us-east-1' } as Settings);
    expect(await credentials()).toMatchObject({ sessionToken: 'first' });
    sessions('second');
    expect(await credentials()).toMatchObject({ sessionToken: 'second' });
  });
});
