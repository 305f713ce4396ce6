import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeStorage } from '../fake-storage.ts';

let storage: FakeStorage;

beforeEach(async () => {
  storage = await FakeStorage.start();
  mkdirSync(path.join(storage.here.folder, 'empty'));
  storage.here.files({ 'photos/a.jpg': 'A', 'list.txt': '# none\n' });
  storage.put('media/a.jpg', 'A');
});

afterEach(() => storage.stop());

const noObject =
  'No object is named s3://bucket/media/2091, and none lies below it. Capitals count. ' +
  'See what is there: aws s3 ls s3://bucket/media/\n';

describe('a prefix that holds nothing ends with 3, and is named', () => {
  it.each([
    'migrate s3://bucket/media/2091 --to s3://bucket/copy',
    'migrate s3://bucket/media/2091 --to s3://bucket/copy --max-age 1d',
    'migrate s3://bucket/media/2091 --to s3://bucket/copy --dry-run',
    'check s3://bucket/media/2091 s3://bucket/copy',
  ])('keepsake %s', async (words) => {
    const { code, stderr } = await storage.run(words);
    expect([code, stderr]).toEqual([3, expect.stringContaining(noObject)]);
  });
});

describe('a source that is there and empty ends with 0, and is named', () => {
  it.each([
    ['migrate ./empty --to s3://bucket/copy', './empty has no file. Is it the right folder'],
    ['check ./empty s3://bucket/copy', './empty has no file. Is it the right folder'],
    [
      'migrate ./photos --to s3://bucket/copy --files-from list.txt',
      'The list of --files-from names no file.',
    ],
    [
      'migrate ./photos --to s3://bucket/copy --include *.png',
      'No file of ./photos was chosen: --include left out all.',
    ],
    [
      'migrate s3://bucket/media --to s3://bucket/copy --min-size 1M',
      'No file of s3://bucket/media was chosen: limits of size or age left out all.',
    ],
  ])('keepsake %s', async (words, sentence) => {
    const { code, stderr } = await storage.run(words);
    expect([code, stderr]).toEqual([0, expect.stringContaining(sentence)]);
  });

  it('keepsake check ./empty s3://bucket/copy says so also beside extra objects', async () => {
    storage.put('copy/a.jpg', 'A');
    const { code, stderr } = await storage.run('check ./empty s3://bucket/copy');
    expect([code, stderr]).toEqual([3, expect.stringContaining('./empty has no file.')]);
  });
});

describe('keepsake migrate ./photos --to s3://bucket/copy', () => {
  it('says nothing of the kind, the second time neither', async () => {
    const words = 'migrate ./photos --to s3://bucket/copy';
    const [first, second] = [await storage.run(words), await storage.run(words)];
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(first.stderr + second.stderr).not.toMatch(/has no file|was chosen/);
  });
});
