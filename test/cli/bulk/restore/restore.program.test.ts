import { mkdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { batchIn, FakeStorage } from '../fake-storage.ts';

let storage: FakeStorage;
let batch: string;
const at = (name: string): string => path.join(storage.here.folder, name);
const textOf = (name: string): string => readFileSync(at(name), 'utf8');
const date = new Date('2020-01-01T12:00:00Z');

beforeEach(async () => {
  storage = await FakeStorage.start();
  storage.here.files({ 'photos/a.jpg': 'A', 'photos/2019/b.jpg': 'BB' });
  utimesSync(at('photos/a.jpg'), date, date);
  batch = batchIn(await storage.run('migrate ./photos --to s3://bucket/old'));
});

afterEach(() => storage.stop());

const restore = (options = '') => storage.run(`restore ${batch} --into ./back ${options}`);

describe('keepsake restore <batch> --into ./back', () => {
  it('writes every file under its old path, with its time', async () => {
    const { code, stdout } = await restore();
    expect([code, stdout]).toEqual([
      0,
      '2 files (3 B) restored to ./back, 0 there before, 0 failed\n',
    ]);
    expect([textOf('back/a.jpg'), textOf('back/2019/b.jpg')]).toEqual(['A', 'BB']);
    expect(statSync(at('back/a.jpg')).mtime).toEqual(date);
  });

  it('goes on where it stopped: what is there is not read again', async () => {
    await restore('--include a.jpg');
    storage.s3.seen.length = 0;
    const { stdout } = await restore();
    expect(stdout).toMatch(/^1 file \(2 B\) restored to \.\/back, 1 there before/);
    expect(storage.s3.seen.map(({ key }) => key).filter(Boolean)).toEqual(['old/2019/b.jpg']);
  });

  it('keeps another file of the name, unless --overwrite says otherwise', async () => {
    storage.here.files({ 'back/a.jpg': 'mine' });
    const kept = await restore();
    expect([kept.code, textOf('back/a.jpg')]).toEqual([3, 'mine']);
    expect(kept.stdout).toMatch(/failed {2}a\.jpg .*another file of this name/);
    expect([(await restore('--overwrite')).code, textOf('back/a.jpg')]).toEqual([0, 'A']);
  });

  it('says what else has the name: a link is replaced on demand, a folder never', async () => {
    mkdirSync(at('back/a.jpg'), { recursive: true });
    mkdirSync(at('back/2019'));
    symlinkSync(at('photos/a.jpg'), at('back/2019/b.jpg'));
    const kept = await restore();
    expect(kept.stdout).toMatch(/failed {2}a\.jpg .*A folder has the name/);
    expect(kept.stdout).toMatch(/failed {2}2019\/b\.jpg .*A link/);
    const { code, stdout } = await restore('--overwrite');
    expect([code, textOf('back/2019/b.jpg'), textOf('photos/a.jpg')]).toEqual([3, 'BB', 'A']);
    expect(stdout).toMatch(/1 file .* restored .* 1 failed/);
  });

  it('writes nothing outside of the folder', async () => {
    mkdirSync(at('back'));
    mkdirSync(at('elsewhere'));
    symlinkSync(at('elsewhere'), at('back/2019'));
    const { code, stdout } = await restore();
    expect([code, stdout]).toEqual([3, expect.stringMatching(/2019\/b\.jpg .*A link in the path/)]);
    expect(() => statSync(at('elsewhere/b.jpg'))).toThrow();
  });

  it('loses no file where a disk takes two names for one', async () => {
    storage.here.files({ 'names/A/x': 'one', 'names/a/x': 'two', 'back/A/here': '' });
    // A disk that tells no capitals apart leads from one name to the other in the same way.
    symlinkSync('A', at('back/a'));
    batch = batchIn(await storage.run('migrate ./names --to s3://bucket/names'));
    const { code, stdout } = await restore();
    expect([code, stdout]).toEqual([3, expect.stringMatching(/1 file .* restored.* 1 failed/)]);
    expect(stdout).toContain('Something else has this name on this disk.');
  });

  it('writes no file whose bytes are not those that were sent', async () => {
    const object = storage.s3.bucket.current('old/a.jpg');
    if (object) object.body = Buffer.from('X');
    const { code, stdout } = await restore();
    expect([code, stdout]).toEqual([3, expect.stringMatching(/failed {2}a\.jpg .*SHA-256/)]);
    expect(() => statSync(at('back/a.jpg'))).toThrow();
  });

  it('fails only the file that storage cannot read (500)', async () => {
    storage.s3.faults = ({ key }) =>
      key === 'old/a.jpg' ? { kind: 'refuse', status: 500, code: 'InternalError' } : undefined;
    const { code, stdout } = await restore();
    expect([code, stdout]).toEqual([3, expect.stringMatching(/^failed {2}a\.jpg .*1 failed\n$/s)]);
    expect(textOf('back/2019/b.jpg')).toBe('BB');
  });

  it('ends although very many files are in the way of folders, and reads none of them', async () => {
    const names = Array.from({ length: 120 }, (_, index) => [`many/dir/${index}.jpg`, `${index}`]);
    storage.here.files({ ...Object.fromEntries(names), 'back/dir': 'mine' });
    batch = batchIn(await storage.run('migrate ./many --to s3://bucket/many'));
    storage.s3.seen.length = 0;
    const { code, stdout } = await restore();
    expect([code, stdout]).toEqual([3, expect.stringContaining('120 failed')]);
    expect([storage.s3.seen.length, textOf('back/dir')]).toEqual([0, 'mine']);
  });

  it('takes several batches, one after the other, and says which are left when one cannot be', async () => {
    storage.here.files({ 'more/c.jpg': 'CCC' });
    const more = batchIn(await storage.run('migrate ./more --to s3://bucket/more'));
    const both = await storage.run(`restore ${batch} ${more} --into ./back`);
    expect([both.code, textOf('back/a.jpg'), textOf('back/c.jpg')]).toEqual([0, 'A', 'CCC']);
    expect(both.stdout.match(/ restored to \.\/back/g)).toHaveLength(2);
    storage.s3.faults = () => ({ kind: 'refuse', status: 503, code: 'SlowDown' });
    const away = await storage.run(`restore ${batch} ${more} --into ./other --patience 1`);
    expect([away.code, away.stderr]).toEqual([75, expect.stringContaining(`Not begun: ${more}`)]);
  });

  it.each(['', '--into=', '--into ./file', '--into ./file/back', '--into /proc/self/nope'])(
    'wants a folder that files can be written to, not %j',
    async (options) => {
      writeFileSync(at('file'), 'F');
      const { code, stdout, stderr } = await storage.run(`restore ${batch} ${options}`);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^keepsake: .*--into.*\n$/);
    },
  );
});
