import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeAzure, sas } from '../../../adapters/bulk/sources/azure/fake-azure.ts';
import { FakeGoogle } from '../../../adapters/bulk/sources/google/fake-google.ts';
import { FakeStorage } from '../fake-storage.ts';
import { googleKeyFile } from './google-key-file.ts';

let google: FakeGoogle;
let azure: FakeAzure;
let storage: FakeStorage;

beforeAll(async () => {
  [google, azure] = await Promise.all([FakeGoogle.start(), FakeAzure.start()]);
});
afterAll(() => Promise.all([google.stop(), azure.stop()]));

beforeEach(async () => {
  storage = await FakeStorage.start();
  google.objects.clear();
  azure.blobs.clear();
});
afterEach(() => storage.stop());

/** Names that object storage takes, and URLs, XML or terminals do not; all tell files apart. */
const names = [
  '/root.jpg',
  'a//b.jpg',
  'a/../b.jpg',
  'a/./b.jpg',
  'b.jpg',
  'a%2F..%2Fb.jpg',
  ' space .jpg ',
  'line\nbreak.jpg',
  'bell\u0007.jpg',
  'no\ufffecharacter.jpg',
  'Case.jpg',
  'case.jpg',
  '\u00e9.jpg',
  'e\u0301.jpg',
  `${'long/'.repeat(200)}${'x'.repeat(20)}`,
];

const places = [
  {
    what: 'gs://bucket',
    put: (name: string) => google.put(`p/${name}`, name),
    source: () => `gs://media/p --gs-endpoint-url ${google.endpoint}`,
    env: () => ({ GOOGLE_APPLICATION_CREDENTIALS: googleKeyFile(storage.here.folder) }),
  },
  {
    what: 'azure://account/container',
    put: (name: string) => azure.put(`p/${name}`, name),
    source: () => `azure://account/media/p --azure-endpoint-url ${azure.endpoint}`,
    env: () => ({ AZURE_STORAGE_SAS_TOKEN: `${new URLSearchParams(sas)}` }),
  },
];

const migrate = ({ source, env }: (typeof places)[number], words: string) =>
  storage.here.run(`migrate ${source()} --allow-private --to s3://bucket ${words}`, env());

describe.each(places)('keepsake migrate $what --to s3://bucket', (place) => {
  it('--names keep: each object arrives under its own name, with its own bytes', async () => {
    for (const name of names) place.put(name);
    const { code, stderr } = await migrate(place, '--names keep');
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    expect(storage.objects).toEqual(Object.fromEntries(names.map((name) => [name, name])));
  });

  it('--names encode: as many keys as there are names, and each can be read back', async () => {
    for (const name of names) place.put(name);
    expect((await migrate(place, '--names encode')).code).toBe(0);
    expect(Object.values(storage.objects).sort()).toEqual([...names].sort());
    expect(Object.keys(storage.objects)).toEqual(
      expect.arrayContaining(['\\u{}/root.jpg', 'a/\\u{2e}\\u{2e}/b.jpg', 'line\\u{a}break.jpg']),
    );
  });

  it('usually refuses the unsafe ones, and says what to do', async () => {
    for (const name of ['a//b.jpg', 'b.jpg', 'line\nbreak.jpg']) place.put(name);
    const { code, stderr } = await migrate(place, '-v');
    expect([code, stderr]).toEqual([3, expect.stringContaining('Use --names encode or keep.')]);
    expect(storage.objects).toEqual({ 'b.jpg': 'b.jpg' });
  });

  it('--files-from: takes the objects of a list, and lists nothing', async () => {
    for (const name of ['a/1.jpg', 'a/2.jpg', 'b.jpg']) place.put(name);
    storage.here.files({ 'list.txt': 'a/2.jpg\nnone.jpg\n' });
    const { code } = await migrate(place, '--files-from list.txt');
    expect([code, storage.objects]).toEqual([3, { 'a/2.jpg': 'a/2.jpg' }]);
  });
});
