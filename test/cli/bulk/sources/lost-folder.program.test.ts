import { mkdirSync, renameSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { batchIn, FakeStorage } from '../fake-storage.ts';

let storage: FakeStorage;

beforeEach(async () => {
  storage = await FakeStorage.start();
});

afterEach(() => storage.stop());

const at = (name: string): string => path.join(storage.here.folder, name);

describe('keepsake resume <batch>, while the disk of ./photos is not mounted', () => {
  it('ends with exit code 75, and takes every file once the disk is back', async () => {
    const names = Array.from({ length: 2000 }, (_, index) => `photos/${index}/a.jpg`);
    storage.here.files(Object.fromEntries(names.map((name) => [name, name])));
    // More files than are listed before the first ones are sent.
    const limits = '--max-transfer 20';
    const paused = await storage.run(`migrate ./photos --to s3://bucket ${limits}`);
    expect(paused.code).toBe(130);
    renameSync(at('photos'), at('disk'));
    mkdirSync(at('photos'));
    const lost = await storage.run(`resume ${batchIn(paused)}`);
    expect([lost.code, lost.stderr]).toEqual([75, expect.stringContaining('Mount its disk')]);
    renameSync(at('disk'), at('photos'));
    expect((await storage.run(`resume ${batchIn(paused)}`)).code).toBe(0);
    expect(Object.values(storage.objects).toSorted()).toEqual(names.toSorted());
  });
});

describe.each(['./photos', './photos/a.jpg'])(
  'keepsake resume <batch> after a dry run of %s, while its disk is not mounted',
  (source) => {
    it('blames no file, and takes all of them once the disk is back', async () => {
      storage.here.files({ 'photos/a.jpg': 'A' });
      const dry = await storage.run(`migrate ${source} --to s3://bucket --dry-run`);
      renameSync(at('photos'), at('disk'));
      mkdirSync(at('photos'));
      const lost = await storage.run(`resume ${batchIn(dry)}`);
      expect([lost.code, lost.stderr]).toEqual([75, expect.stringContaining('Mount its disk')]);
      const { stdout } = await storage.run(`files ${batchIn(dry)}`);
      expect(stdout).toContain('planned');
      rmdirSync(at('photos'));
      renameSync(at('disk'), at('photos'));
      expect((await storage.run(`resume ${batchIn(dry)}`)).code).toBe(0);
      expect(storage.objects).toEqual({ 'a.jpg': 'A' });
    });

    it('blames no file if the folder itself is gone, either', async () => {
      storage.here.files({ 'photos/a.jpg': 'A' });
      const dry = await storage.run(`migrate ${source} --to s3://bucket --dry-run`);
      renameSync(at('photos'), at('disk'));
      for (const verb of ['resume', 'verify --compare-source']) {
        const lost = await storage.run(`${verb} ${batchIn(dry)}`);
        expect([lost.code, lost.stderr]).toEqual([75, expect.stringContaining('Mount its disk')]);
      }
      renameSync(at('disk'), at('photos'));
      expect((await storage.run(`resume ${batchIn(dry)}`)).code).toBe(0);
    });

    it('names the files that are gone, where the folder has others', async () => {
      storage.here.files({ 'photos/a.jpg': 'A' });
      const dry = await storage.run(`migrate ${source} --to s3://bucket --dry-run`);
      renameSync(at('photos/a.jpg'), at('photos/b.jpg'));
      const { code } = await storage.run(`resume ${batchIn(dry)}`);
      const { stdout } = await storage.run(`files ${batchIn(dry)} --status failed`);
      expect([code, stdout]).toEqual([3, expect.stringContaining('a.jpg')]);
    });
  },
);

describe("keepsake migrate ./photos --include '*.jpg', with a folder that cannot be entered", () => {
  it('names the folder, and ends with exit code 3', async () => {
    storage.here.files({ 'photos/a.jpg': 'A', 'photos/line\nbreak/b.jpg': 'B' });
    const ended = await storage.run('migrate ./photos --to s3://bucket --include *.jpg');
    expect([ended.code, storage.objects]).toEqual([3, { 'a.jpg': 'A' }]);
    const { stdout } = await storage.run(`files ${batchIn(ended)} --status failed`);
    expect(stdout).toContain('line\\u{a}break/');
  });
});
