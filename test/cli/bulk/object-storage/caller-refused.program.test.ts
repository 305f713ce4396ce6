import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeAzure, sas } from '../../../adapters/bulk/sources/azure/fake-azure.ts';
import { FakeGoogle } from '../../../adapters/bulk/sources/google/fake-google.ts';
import { FakeSsh } from '../../../adapters/bulk/sources/sftp/fake-ssh.ts';
import { batchIn, FakeStorage } from '../fake-storage.ts';
import { googleKeyFile } from './google-key-file.ts';

let google: FakeGoogle;
let azure: FakeAzure;
let storage: FakeStorage;

beforeAll(async () => {
  [google, azure] = await Promise.all([FakeGoogle.start(), FakeAzure.start()]);
  for (let n = 0; n < 40; n += 1) {
    google.put(`p/${n}`, String(n));
    azure.put(`p/${n}`, String(n));
  }
});
afterAll(() => Promise.all([google.stop(), azure.stop()]));

beforeEach(async () => {
  storage = await FakeStorage.start();
});
afterEach(() => storage.stop());

/** What ends, in the middle of a run, and comes back. */
const places = [
  {
    what: 'gs://bucket, and its token ends',
    source: () => `gs://media/p --gs-endpoint-url ${google.endpoint}`,
    env: () => ({ GOOGLE_APPLICATION_CREDENTIALS: googleKeyFile(storage.here.folder) }),
    end: () => {
      google.onRead = () => {
        google.takesTokens = false;
      };
    },
    renew: () => {
      google.onRead = () => {};
      google.takesTokens = true;
    },
  },
  {
    what: 'azure://account/container, and its SAS ends',
    source: () => `azure://account/media/p --azure-endpoint-url ${azure.endpoint}`,
    env: () => ({ AZURE_STORAGE_SAS_TOKEN: `${new URLSearchParams(sas)}` }),
    end: () => {
      azure.onRead = () => {
        azure.takesSas = false;
      };
    },
    renew: () => {
      azure.onRead = () => {};
      azure.takesSas = true;
    },
  },
];

describe.each(places)('keepsake migrate $what', ({ source, env, end, renew }) => {
  const run = (words: string) => storage.here.run(words, env());

  it('ends the run and fails no file; resume goes on with new credentials', async () => {
    end();
    const broken = await run(`migrate ${source()} --allow-private --to s3://bucket --json`);
    expect(broken.stderr).toContain('rejected the credentials (');
    const batch = batchIn(broken);
    const { lines } = await run(`status ${batch} --json`);
    expect(lines).toMatchObject([{ counts: { failed: { files: 0 } } }]);
    renew();
    expect((await run(`resume ${batch}`)).code).toBe(0);
    expect(Object.keys(storage.objects)).toHaveLength(40);
  });
});

describe('keepsake migrate sftp://host/folder, and its host key is another one', () => {
  it('ends the run before a file of the other server is read, and fails no file', async () => {
    const ssh = new FakeSsh();
    ssh.serveOnce();
    const words = 'migrate sftp://old.example.com/m --to s3://bucket --json';
    const broken = await storage.here.run(words, ssh.env);
    expect([broken.code, broken.stderr]).toEqual([75, expect.stringContaining('another host key')]);
    expect(storage.objects).toEqual({});
    const batch = batchIn(broken);
    expect((await storage.run(`status ${batch} --json`)).lines).toMatchObject([
      { counts: { failed: { files: 0 } } },
    ]);
    ssh.serve('none');
    expect((await storage.here.run(`resume ${batch}`, ssh.env)).code).toBe(0);
    expect(storage.objects).toEqual({ a: 'first', b: 'second', c: 'third' });
    ssh.remove();
  });
});

describe('secrets of object storage', () => {
  it.each([
    ['a token with a line break in it', { GOOGLE_OAUTH_ACCESS_TOKEN: 's3c\nret' }, 'is no token'],
    ['a key file without a key', {}, 'is no key file'],
  ])('%s is refused in one line that does not repeat it', async (_what, env, why) => {
    const bad = '-----BEGIN s3c\nret';
    const given = {
      GOOGLE_APPLICATION_CREDENTIALS: googleKeyFile(storage.here.folder, bad),
      ...env,
    };
    const source = `gs://media --gs-endpoint-url ${google.endpoint} --allow-private`;
    const { code, stderr } = await storage.here.run(`migrate ${source} --to s3://bucket`, given);
    expect([code, stderr]).toEqual([2, expect.stringContaining(why)]);
    expect(stderr).not.toContain('s3c');
  });

  it('a SAS goes to no server over plain http, unless it may be private', async () => {
    const source = `azure://account/media --azure-endpoint-url ${azure.endpoint}`;
    azure.requests.length = 0;
    const { code, stderr } = await storage.here.run(`migrate ${source} --to s3://bucket`, {
      AZURE_STORAGE_SAS_TOKEN: `${new URLSearchParams(sas)}`,
    });
    expect([code, stderr]).toEqual([2, expect.stringContaining('over https only')]);
    expect(azure.requests).toEqual([]);
  });
});
