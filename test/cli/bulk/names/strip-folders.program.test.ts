import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { batchIn, FakeStorage } from '../fake-storage.ts';

let storage: FakeStorage;

beforeEach(async () => {
  storage = await FakeStorage.start();
});

afterEach(() => storage.stop());

const command = 'migrate ./storage --to s3://bucket --strip-folders 2';
const onlyKeys = '--include ??/??/**';

describe(`keepsake ${command} ${onlyKeys}`, () => {
  it("makes exactly ActiveStorage's keys, verifies them and takes them back", async () => {
    storage.here.files({
      'storage/.keep': '',
      'storage/production.sqlite3': 'rows',
      'storage/xt/ap/xtapjjcjiudrlk3tmwyjgpuobabd': 'A',
      // A key of one's own, and a variant of Rails before 6.1: keys with folders.
      'storage/us/er/users/1/avatar.png': 'B',
      'storage/va/ri/variants/xtapjjcjiudrlk3tmwyjgpuobabd/0f': 'C',
    });
    const ended = await storage.run(`${command} ${onlyKeys}`);
    const keys = {
      'users/1/avatar.png': 'B',
      'variants/xtapjjcjiudrlk3tmwyjgpuobabd/0f': 'C',
      xtapjjcjiudrlk3tmwyjgpuobabd: 'A',
    };
    expect([ended.code, storage.objects]).toEqual([0, keys]);
    const id = batchIn(ended);
    const verified = await storage.run(`verify ${id} --compare-source`);
    expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining('3 files')]);
    const again = await storage.run(`${command} ${onlyKeys}`);
    expect([again.code, storage.objects]).toEqual([0, keys]);
    expect((await storage.run(`rollback ${id} --apply --more-than-half`)).code).toBe(0);
    expect(storage.objects).toEqual({});
  });

  it('sends one of two files with one key, and tells the other', async () => {
    storage.here.files({ 'storage/aa/aa/one': 'A', 'storage/bb/bb/one': 'B' });
    const ended = await storage.run(command);
    const { lines } = await storage.run(`files ${batchIn(ended)} --json`);
    const statuses = lines.map(({ status }) => String(status)).sort();
    expect([ended.code, Object.keys(storage.objects)]).toEqual([3, ['one']]);
    expect(statuses).toEqual(['changed', 'transferred']);
  });

  it('fails a file that has no such folders', async () => {
    storage.here.files({ 'storage/aa/one': 'A' });
    const ended = await storage.run(command);
    const { stdout } = await storage.run(`files ${batchIn(ended)}`);
    expect([ended.code, stdout]).toEqual([3, expect.stringContaining('not below 2 folders')]);
  });

  it.each(['--on-conflict overwrite', '--shard 1/2'])('refuses %s', async (more) => {
    storage.here.files({ 'storage/aa/aa/one': 'A' });
    const { code, stderr } = await storage.run(`${command} ${more}`);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--strip-folders goes neither')]);
  });
});
