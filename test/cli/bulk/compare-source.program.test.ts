import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { batchIn, FakeStorage } from './fake-storage.ts';

let storage: FakeStorage;
let id: string;

beforeEach(async () => {
  storage = await FakeStorage.start();
  storage.here.files({ 'photos/a.jpg': 'A', 'photos/b.jpg': 'B' });
  id = batchIn(await storage.run('migrate ./photos --to s3://bucket/old'));
});
afterEach(() => storage.stop());

describe('keepsake verify <batch> --compare-source', () => {
  it('agrees while the source is what was sent', async () => {
    const { code, stdout } = await storage.run(`verify ${id} --compare-source`);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/ 0 unregistered, 0 stale\n$/)]);
  });

  it('names a file that was edited since, and a new one', async () => {
    storage.here.files({ 'photos/a.jpg': 'X', 'photos/new.jpg': 'N' });
    const { code, stdout } = await storage.run(`verify ${id} --compare-source`);
    expect([code, stdout]).toEqual([
      3,
      expect.stringMatching(
        /^stale +old\/a\.jpg +\(The source has other bytes now\.\)\nstale +old\/new\.jpg .*\n.* 2 stale\n$/,
      ),
    ]);
    expect(storage.objects).toEqual({ 'old/a.jpg': 'A', 'old/b.jpg': 'B' });
  });
});

describe('keepsake migrate ./photos --to s3://bucket/old, once more after a file was edited', () => {
  it('leaves what is there, names the file, and ends with 3', async () => {
    storage.here.files({ 'photos/a.jpg': 'X' });
    const again = await storage.run('migrate ./photos --to s3://bucket/old');
    expect(again.code).toBe(3);
    const { lines } = await storage.run(`files ${batchIn(again)} --status changed --json`);
    expect(lines).toMatchObject(
      [{ path: 'a.jpg', reason: /no longer what was migrated: modified at/ }].map(
        ({ path, reason }) => ({
          path,
          reason: expect.stringMatching(reason),
        }),
      ),
    );
    expect(storage.objects).toEqual({ 'old/a.jpg': 'A', 'old/b.jpg': 'B' });
  });
});
