import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { HostAccess } from '../../../../../adapters/aws/http-guard.ts';
import { googleSource } from '../../../../../adapters/bulk/sources/google/google.ts';
import { HttpReader } from '../../../../../adapters/bulk/sources/http-reader.ts';
import type { SourceFile } from '../../../../../core/bulk/model/transfer.ts';
import type { FileSource } from '../../../../../core/bulk/ports.ts';
import { inItems } from '../../../../../core/shared/in-groups.ts';
import { describeFileSource } from '../../../../contracts/bulk/describe-file-source.ts';
import { readAll, startFileServer } from '../file-server.ts';
import { account, FakeGoogle } from './fake-google.ts';

let google: FakeGoogle;

beforeAll(async () => {
  google = await FakeGoogle.start();
});
beforeEach(() => google.objects.clear());
afterAll(() => google.stop());

const policy = (access: HostAccess = { serviceAccount: account }, host = google.host) => ({
  allowedHosts: [host],
  allowPrivate: true,
  access: { [host]: { ...access, storage: 'google' as const } },
});

const sourceOf = (prefix?: string, access?: HostAccess): FileSource =>
  googleSource({
    endpoint: google.endpoint,
    bucket: 'media',
    policy: policy(access),
    ...(prefix !== undefined && { prefix }),
  });

const listed = async (source: FileSource, after?: string): Promise<SourceFile[]> => {
  const files: SourceFile[] = [];
  try {
    for await (const file of inItems(source.list(after))) files.push(file);
  } finally {
    await source.close();
  }
  return files;
};

const read = async (url: string): Promise<string> => {
  const reader = new HttpReader(policy());
  const { body } = await reader.open(url);
  return String(await readAll(body).finally(() => reader.close()));
};

describeFileSource('GoogleSource', {
  make: async (files) => {
    for (const [name, text] of Object.entries(files)) google.put(name, text);
    return sourceOf();
  },
  read: (location) => read(location.kind === 'http' ? location.url : ''),
  remove: async (path) => void google.objects.delete(path),
  secret: account.privateKey,
});

describe('a bucket of Google', () => {
  it('says size, type, time and generation of an object, as its download has them', async () => {
    google.put('2019/a.jpg', 'bytes');
    const etag = `"${google.objects.get('2019/a.jpg')?.generation}"`;
    const url = `${google.endpoint}/media/2019/a.jpg`;
    expect(await listed(sourceOf('2019'))).toEqual([
      {
        path: 'a.jpg',
        location: { kind: 'http', url },
        sizeBytes: 5,
        etag,
        modifiedAt: '2019-01-01T00:00:00.123Z',
        contentType: 'image/jpeg',
      },
    ]);
    const source = sourceOf('2019');
    expect(await source.stat('a.jpg')).toMatchObject({ etag, sizeBytes: 5 });
    await source.close();
  });

  it('ends a prefix at a slash, and leaves out what stands for folders', async () => {
    for (const name of ['photos/a', 'photos-private/b', 'photos/c/']) google.put(name, '');
    expect((await listed(sourceOf('photos'))).map(({ path }) => path)).toEqual(['a']);
  });

  it('asks for the rest only when it lists on', async () => {
    for (const name of ['p/a', 'p/b', 'p/c']) google.put(name, '1');
    google.requests.length = 0;
    expect((await listed(sourceOf('p'), 'b')).map(({ path }) => path)).toEqual(['c']);
    expect(google.requests.map(({ url }) => url)).toEqual([
      expect.stringContaining('startOffset=p%2Fb'),
    ]);
  });

  it('asks again when the server is busy for a moment', async () => {
    google.put('a', 'x');
    google.failures.push(503, 429);
    expect(await listed(sourceOf())).toHaveLength(1);
  });

  it('names what Google says about other credentials, and nothing of these', async () => {
    const headers = { authorization: 'Bearer s3cret' };
    const refused = listed(sourceOf(undefined, { headers }));
    await expect(refused).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringContaining('Could not list gs://media/ (401: Invalid Credentials).'),
    });
  });

  it('refuses an object that the storage decoded', async () => {
    google.put('a', Buffer.from('H4sIAAAAAAAAA0sEAEO+t+gBAAAA', 'base64'), {
      'content-encoding': 'gzip',
    });
    await expect(read(`${google.endpoint}/media/a`)).rejects.toThrow('in another encoding');
  });
});

describe('a list that a server makes up', () => {
  const listOf = async (...pages: object[]) => {
    const server = await startFileServer();
    let asked = 0;
    server.handle((_request, response) =>
      response.end(JSON.stringify(pages[asked++ % pages.length])),
    );
    const { host } = server;
    const source = googleSource({
      endpoint: `http://${host}`,
      bucket: 'media',
      prefix: '2019',
      policy: policy({}, host),
    });
    return listed(source).finally(() => server.stop());
  };
  const page = (next: string, ...names: string[]) => ({
    kind: 'storage#objects',
    nextPageToken: next,
    items: names.map((name) => ({ name, size: '1', generation: '1' })),
  });

  const many = Array.from({ length: 1000 }, (_, n) => `2019/a${String(n).padStart(4, '0')}`);
  const { nextPageToken: _none, ...full } = page('', ...many);

  it.each([
    ['the same mark twice', [page('x')], 'in a circle'],
    ['empty pages in a circle', [page('x'), page('y')], 'in a circle'],
    ['a circle of pages', [page('x', '2019/a'), page('y', '2019/b')], 'in byte order'],
    ['names in another order', [page('x', '2019/b', '2019/a')], 'in byte order'],
    ['names outside of the prefix', [page('x', '2018/a')], 'is not below it'],
    ['an object without a size', [{ kind: 'storage#objects', items: [{ name: 'a' }] }], 'no list'],
    ['a full page without a mark, and more behind it', [full, page('x', '2019/b')], 'breaks off'],
    ['another answer', [{ hello: 'world' }], 'no list of objects'],
  ])('is refused: %s', async (_what, pages, why) => {
    await expect(listOf(...pages)).rejects.toThrow(why);
  });
});
