import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Fault } from '../../../adapters/bulk/transfer/fake-s3.ts';
import { batchIn, FakeStorage } from '../fake-storage.ts';

let storage: FakeStorage;
let batch: string;
const at = (name: string): string => path.join(storage.here.folder, name);

beforeEach(async () => {
  storage = await FakeStorage.start();
  storage.here.files({ 'photos/a.jpg': 'A', 'photos/2019/b.jpg': 'BB' });
  batch = batchIn(await storage.run('migrate ./photos --to s3://bucket/old'));
});

afterEach(() => storage.stop());

const away: Fault = { kind: 'refuse', status: 503, code: 'SlowDown' };

const verbs = [
  ['restore', () => `restore ${batch} --into ./back`],
  ['verify', () => `verify ${batch}`],
  ['verify --compare-source', () => `verify ${batch} --compare-source`],
  ['check', () => 'check ./photos s3://bucket/old'],
] as const;

/** Storage refuses everything until the command says that it waits, then answers again. */
const runThroughOutage = async (commandLine: string) => {
  storage.s3.faults = () => away;
  const { child, ended } = storage.here.start(commandLine.split(' '));
  child.stderr?.on('data', (text) => {
    if (/does not answer/.test(text)) storage.s3.faults = () => undefined;
  });
  return ended;
};

describe.each(verbs)('keepsake %s, storage answers 503 for a while', (_verb, commandLine) => {
  it('waits, says so, and ends as if nothing had been', async () => {
    const { stdout: expected } = await storage.run(commandLine().replace('./back', './before'));
    const { code, stdout, stderr } = await runThroughOutage(commandLine());
    expect([code, stdout.replace('./back', './before')]).toEqual([0, expected]);
    expect(stderr).toMatch(/Storage does not answer\. Waiting.*\nStorage answers again, after/s);
  });
});

describe.each(verbs)(
  'keepsake %s --patience 1, storage answers 503 for good',
  (_verb, commandLine) => {
    it('ends with 75, in one sentence, and blames no file', async () => {
      storage.s3.faults = () => away;
      const { code, stdout, stderr } = await storage.run(`${commandLine()} --patience 1`);
      expect([code, stdout]).toEqual([75, '']);
      expect(stderr).toMatch(
        /keepsake: Storage has not answered for \d s \(SlowDown\)\..*again.*\n$/,
      );
    });
  },
);

describe.each(verbs)('keepsake %s, nothing listens at the endpoint', (_verb, commandLine) => {
  it('ends with 75 at once: an address that never answered is not waited for', async () => {
    const words = commandLine();
    await storage.s3.stop();
    const { code, stdout, stderr } = await storage.run(words);
    expect([code, stdout]).toEqual([75, '']);
    expect(stderr).toContain('ECONNREFUSED');
    expect(stderr).not.toContain('Waiting');
  });
});

describe.each(verbs)('keepsake %s, Ctrl-C while storage answers 503', (_verb, commandLine) => {
  it('ends at once, with 130, and blames no file', async () => {
    storage.s3.faults = () => away;
    const { child, ended } = storage.here.start(commandLine().split(' '));
    child.stderr?.on('data', (text) => {
      if (/does not answer/.test(text)) child.kill('SIGINT');
    });
    const { code, stdout } = await ended;
    expect([code, stdout]).toEqual([130, expect.not.stringMatching(/failed {2}|missing {2}/)]);
  });
});

describe('keepsake restore --into ./back, storage goes away for good after the first file', () => {
  it('keeps what it has, and the same command reads the rest', async () => {
    storage.s3.faults = ({ key }) => (key.endsWith('b.jpg') ? undefined : away);
    expect((await storage.run(`restore ${batch} --into ./back --patience 1`)).code).toBe(75);
    expect(readdirSync(at('back'))).toEqual(['2019']);
    storage.s3.faults = () => undefined;
    storage.s3.seen.length = 0;
    const { code, stdout } = await storage.run(`restore ${batch} --into ./back`);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^1 file .* 1 there before/)]);
    expect(storage.s3.seen.map(({ key }) => key).filter(Boolean)).toEqual(['old/a.jpg']);
  });
});

describe('keepsake restore --into ./back, a connection breaks before the bytes of a file', () => {
  it('asks again, and the file is whole', async () => {
    const text = 'x'.repeat(3_000_000);
    storage.here.files({ 'large/c.jpg': text });
    batch = batchIn(await storage.run('migrate ./large --to s3://bucket/large'));
    storage.s3.faults = (_request, count) => (count === 0 ? { kind: 'truncated' } : undefined);
    expect((await storage.run(`restore ${batch} --into ./back`)).code).toBe(0);
    expect(readFileSync(at('back/c.jpg'), 'utf8')).toBe(text);
  });
});

describe('keepsake restore --into ./back, killed in the middle of a file', () => {
  it('is repeated, and the folder has every file and nothing else', async () => {
    const { child, ended } = storage.here.start(['restore', batch, '--into', './back']);
    storage.s3.faults = ({ key }) => {
      if (!key.endsWith('a.jpg')) return undefined;
      child.kill('SIGKILL');
      return { kind: 'silent' };
    };
    await ended;
    expect(readdirSync(at('back'))).toContainEqual(expect.stringMatching(/\.keepsake-part$/));
    storage.s3.faults = () => undefined;
    expect((await storage.run(`restore ${batch} --into ./back`)).code).toBe(0);
    const { folder } = storage.here;
    expect(`${execFileSync('diff', ['-r', 'photos', 'back'], { cwd: folder })}`).toBe('');
  });
});
