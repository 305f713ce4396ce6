import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { batchIn, FakeStorage } from '../cli/bulk/fake-storage.ts';
import { Azurite, account, key } from './azurite.ts';

let azurite: Azurite;
let storage: FakeStorage;

beforeAll(async () => {
  azurite = await Azurite.start();
  storage = await FakeStorage.start();
  await azurite.makeContainer('media');
  for (const [name, text] of Object.entries(files)) await azurite.put('media', name, text);
});

afterAll(async () => {
  await storage.stop();
  await azurite.stop();
});

const files = {
  '2019/a b.jpg': 'A',
  '2019/c%20d+e.jpg': 'C',
  '2019/日本/写真 & 😀.jpg': 'J',
  '2019/large.bin': 'x'.repeat(20_000_000),
  '2020/z.jpg': 'Z',
};

const run = (words: string, env: Readonly<Record<string, string>> = { AZURE_STORAGE_KEY: key }) =>
  storage.here.run(words, env);

const source = (): string =>
  `azure://${account}/media/2019 --azure-endpoint-url ${azurite.endpoint} --allow-private`;

describe('keepsake migrate azure://account/container/prefix --to s3://bucket/old', () => {
  it('moves, verifies against the source, moves nothing twice, and rolls back', async () => {
    const migrated = await run(`migrate ${source()} --to s3://bucket/old --json`);
    expect([migrated.code, migrated.stderr]).toEqual([0, expect.any(String)]);
    const expected = Object.entries(files)
      .filter(([name]) => name.startsWith('2019/'))
      .map(([name, text]) => [`old/${name.slice(5)}`, text]);
    expect(storage.objects).toEqual(Object.fromEntries(expected));
    expect(migrated.stdout).not.toContain('sig=');
    const batch = batchIn(migrated);
    expect((await run(`verify ${batch} --compare-source`)).code).toBe(0);
    const again = await run(`migrate ${source()} --to s3://bucket/old --json`);
    expect(again.lines).toMatchObject([{ counts: { skipped: { files: 4 } } }]);
    expect((await run(`rollback ${batch} --apply --more-than-half`)).code).toBe(0);
    expect(storage.objects).toEqual({});
  });

  it('moves blobs whose names URLs and terminals do not take, each with its own bytes', async () => {
    // To list a control character, Azurite fails (500).
    const names = ['a//b', 'b', ' space', 'Case', 'case', 'e\u0301', '\u00e9'];
    for (const name of names) await azurite.put('media', `odd/${name}`, name);
    const odd = source().replace('/2019', '/odd');
    const { code, stderr } = await run(`migrate ${odd} --to s3://bucket/odd --names keep`);
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    const moved = Object.entries(storage.objects).filter(([key]) => key.startsWith('odd/'));
    expect(moved.sort()).toEqual(names.map((name) => [`odd/${name}`, name]).sort());
  });

  it('is refused with a wrong key before anything is on record', async () => {
    const wrong = Buffer.alloc(64).toString('base64');
    const { code, stderr } = await run(`migrate ${source()} --to s3://bucket/x`, {
      AZURE_STORAGE_KEY: wrong,
    });
    expect([code, stderr]).toEqual([2, expect.stringContaining('AuthorizationFailure')]);
    expect(stderr).not.toContain(wrong);
  });
});
