import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { batchIn, FakeStorage } from '../fake-storage.ts';

let storage: FakeStorage;

beforeEach(async () => {
  storage = await FakeStorage.start();
  storage.here.files({ 'a.jpg': 'A', 'deep/b.jpg': 'B' });
});

afterEach(() => storage.stop());

const files = { 'old/a.jpg': 'A', 'old/deep/b.jpg': 'B' };

describe.each([
  ['', '.keepsake/batches.db'],
  ['--journal deep/moves.db --log-file moves.log', 'deep/moves.db and moves.log'],
])('keepsake migrate . --to s3://bucket/old %s', (options, own) => {
  it(`leaves out ${own}, which it writes itself, and a second pass finds no change`, async () => {
    const migrate = `migrate . --to s3://bucket/old ${options}`;
    const first = await storage.run(migrate);
    expect([first.code, storage.objects]).toEqual([0, files]);
    const second = await storage.run(migrate);
    expect([second.code, second.stdout]).toEqual([0, expect.stringMatching(/skipped +2 files/)]);
    const verify = `verify ${batchIn(second)} --compare-source ${options}`;
    expect((await storage.run(verify)).code).toBe(0);
    expect((await storage.run(`check . s3://bucket/old ${options}`)).code).toBe(0);
    expect(storage.objects).toEqual(files);
  });
});
