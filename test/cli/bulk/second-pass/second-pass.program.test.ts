import { utimesSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { batchIn, FakeStorage } from '../fake-storage.ts';

const command = 'migrate ./photos --to s3://bucket/old';
const large = 'x'.repeat(70 * 2 ** 20);
const day = new Date('2030-01-01T00:00:00Z');

let storage: FakeStorage;
// Requests to the storage since the last `forget`.
const asked = (): string[] =>
  storage.s3.seen.filter(({ key }) => key.startsWith('old/')).map((seen) => seen.method);
const sentBytes = (): number => storage.s3.seen.reduce((sum, { body }) => sum + body.length, 0);
const sentKeys = (): string[] => [
  ...new Set(storage.s3.seen.filter(({ body }) => body.length > 0).map(({ key }) => key)),
];
/** The proof of the destination begins and aborts an upload of its own. */
const files = (): string[] =>
  storage.s3.seen.filter(({ key }) => !key.includes('keepsake-probe')).map(({ key }) => key);
const forget = (): number => storage.s3.seen.splice(0).length;
const touch = (name: string, date: Date): void =>
  utimesSync(path.join(storage.here.folder, name), date, date);

beforeEach(async () => {
  storage = await FakeStorage.start();
  const small = Array.from({ length: 120 }, (_, index) => [`photos/${index}.jpg`, `b ${index}`]);
  storage.here.files({ ...Object.fromEntries(small) });
});

afterEach(() => storage.stop());

describe(`keepsake ${command}, a second time`, () => {
  it('sends no byte, asks about no file, and says that everything is there', async () => {
    storage.here.files({ 'photos/large.bin': large });
    expect((await storage.run(command)).code).toBe(0);
    forget();
    const { code, stdout } = await storage.run(command);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/skipped +121 files/)]);
    expect(sentBytes()).toBe(0);
    // One page of the listing; `GET ?versioning` and the probe prove the destination.
    expect(files().filter((key) => key !== '')).toEqual([]);
    expect(storage.s3.seen.filter(({ query }) => query['list-type'] !== undefined)).toHaveLength(1);
  });

  it('reads a file that was only touched, compares its hash, and sends nothing of it', async () => {
    await storage.run(command);
    forget();
    touch('photos/7.jpg', day);
    const { code, stdout } = await storage.run(command);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/skipped +120 files/)]);
    expect(sentBytes()).toBe(0);
    expect(files().filter((key) => key !== '')).toEqual(['old/7.jpg']);
  });

  it('sends nothing either when the journal is lost: each file is compared by its hash', async () => {
    await storage.run(command);
    forget();
    const { code, stdout } = await storage.run(`${command} --journal another.db`);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/skipped +120 files/)]);
    expect(sentBytes()).toBe(0);
  });

  it('takes names that end in an emoji, of which half would be no key to list after', async () => {
    storage.here.files({ 'photos/\u{1f600}': 'smile', 'photos/a/\u{1f601}': 'grin' });
    await storage.run(command);
    forget();
    const { code, stdout } = await storage.run(command);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/skipped +122 files/)]);
    expect(sentBytes()).toBe(0);
  });

  it('goes on from the pass before, however many there were', async () => {
    for (let pass = 0; pass < 3; pass += 1) expect((await storage.run(command)).code).toBe(0);
    forget();
    await storage.run(`${command} --include 1*.jpg`);
    expect([sentBytes(), asked().filter((method) => method === 'HEAD')]).toEqual([0, []]);
  });
});

describe(`keepsake ${command}, after a file was edited`, () => {
  it('says changed, ends with 3 and sends the new file only', async () => {
    await storage.run(command);
    storage.here.files({ 'photos/3.jpg': 'edited, and longer', 'photos/new.jpg': 'new' });
    touch('photos/3.jpg', day);
    forget();
    const ended = await storage.run(command);
    expect([ended.code, sentKeys()]).toEqual([3, ['old/new.jpg']]);
    const { stdout } = await storage.run(`files ${batchIn(ended)} --status changed`);
    expect(stdout).toMatch(
      /3\.jpg.*modified at 2030-01-01T00:00:00\.000Z, and batch bat_[\w-]+ moved it as of/,
    );
    expect(storage.objects['old/3.jpg']).toBe('b 3');
  });

  it('says so of a file of the same size, too', async () => {
    await storage.run(command);
    storage.here.files({ 'photos/3.jpg': 'B 3' });
    touch('photos/3.jpg', day);
    const { code, stdout } = await storage.run(command);
    expect([code, stdout]).toEqual([3, expect.stringMatching(/changed +1 file/)]);
  });

  it('replaces it, and nothing else, with --on-conflict overwrite', async () => {
    await storage.run(command);
    storage.here.files({ 'photos/3.jpg': 'edited' });
    forget();
    expect((await storage.run(`${command} --on-conflict overwrite`)).code).toBe(0);
    expect([storage.objects['old/3.jpg'], sentBytes()]).toEqual(['edited', 6]);
  });
});

describe(`keepsake ${command}, after somebody removed or replaced an object`, () => {
  it('sends what is missing again, and reports what is not ours', async () => {
    await storage.run(command);
    storage.s3.bucket.objects.delete('old/5.jpg');
    storage.put('old/6.jpg', 'other');
    forget();
    const { code, stdout } = await storage.run(command);
    expect([code, storage.objects['old/5.jpg'], storage.objects['old/6.jpg']]).toEqual([
      3,
      'b 5',
      'other',
    ]);
    expect(stdout).toMatch(/transferred +1 file/);
    expect(stdout).toMatch(/changed +1 file/);
  });
});
