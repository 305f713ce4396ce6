import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { batchIn, FakeStorage } from '../fake-storage.ts';

let storage: FakeStorage;

beforeEach(async () => {
  storage = await FakeStorage.start();
  storage.put('dst/fine.jpg', 'FINE');
  storage.put('dst/other.jpg', 'OTHER');
});

afterEach(() => storage.stop());

const migrate = (words = '') =>
  storage.run(`migrate s3://bucket/dst/fine.jpg --to s3://bucket/copy --json ${words}`);

describe('keepsake migrate s3://bucket/dst/fine.jpg --to s3://bucket/copy', () => {
  it('moves that object, verifies it and takes it back', async () => {
    const moved = await migrate();
    expect([moved.code, moved.lines]).toMatchObject([
      0,
      [{ counts: { transferred: { files: 1, bytes: 4 } } }],
    ]);
    expect(storage.objects['copy/fine.jpg']).toBe('FINE');
    expect(Object.keys(storage.objects)).toHaveLength(3);
    const batch = batchIn(moved);
    expect((await storage.run(`verify ${batch} --compare-source`)).code).toBe(0);
    expect((await storage.run(`rollback ${batch} --apply --more-than-half`)).code).toBe(0);
    expect(storage.objects).toEqual({ 'dst/fine.jpg': 'FINE', 'dst/other.jpg': 'OTHER' });
  });

  it('takes nothing else when a dry run is resumed', async () => {
    const dry = await migrate('--dry-run');
    expect(dry.code).toBe(0);
    expect((await storage.run(`resume ${batchIn(dry)}`)).code).toBe(0);
    expect(Object.keys(storage.objects)).toEqual([
      'copy/fine.jpg',
      'dst/fine.jpg',
      'dst/other.jpg',
    ]);
  });

  it('takes the folder of that name where there is one, and not the object', async () => {
    storage.put('dst/fine.jpg/a.txt', 'A');
    expect((await migrate()).code).toBe(0);
    expect(storage.objects['copy/a.txt']).toBe('A');
    expect(storage.objects['copy/fine.jpg']).toBeUndefined();
  });

  it('knows an object at the top of its bucket', async () => {
    storage.put('top.jpg', 'TOP');
    expect((await storage.run('migrate s3://bucket/top.jpg --to s3://bucket/copy')).code).toBe(0);
    expect(storage.objects['copy/top.jpg']).toBe('TOP');
  });
});

describe('keepsake check s3://bucket/dst/fine.jpg s3://bucket/copy', () => {
  it.each([
    ['FINE', 0],
    ['ELSE', 3],
  ])('compares that object with %s', async (text, code) => {
    storage.put('copy/fine.jpg', text);
    const ended = await storage.run('check s3://bucket/dst/fine.jpg s3://bucket/copy');
    expect(ended.code).toBe(code);
  });
});
