import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { azureSource } from '../../../../../adapters/bulk/sources/azure/azure.ts';
import { HttpReader } from '../../../../../adapters/bulk/sources/http-reader.ts';
import type { SourceFile } from '../../../../../core/bulk/model/transfer.ts';
import type { FileSource } from '../../../../../core/bulk/ports.ts';
import { inItems } from '../../../../../core/shared/in-groups.ts';
import { describeFileSource } from '../../../../contracts/bulk/describe-file-source.ts';
import { startFileServer } from '../file-server.ts';
import { FakeAzure, sas } from './fake-azure.ts';

let azure: FakeAzure;

beforeAll(async () => {
  azure = await FakeAzure.start();
});
beforeEach(() => azure.blobs.clear());
afterAll(() => azure.stop());

const policy = (parameters: Record<string, string> = sas) => ({
  allowedHosts: [azure.host],
  allowPrivate: true,
  access: { [azure.host]: { parameters } },
});

const sourceOf = (prefix?: string, parameters?: Record<string, string>): FileSource =>
  azureSource({
    endpoint: azure.endpoint,
    container: 'media',
    policy: policy(parameters),
    ...(prefix !== undefined && { prefix }),
  });

const listed = async (source: FileSource): Promise<SourceFile[]> => {
  const files: SourceFile[] = [];
  try {
    for await (const file of inItems(source.list())) files.push(file);
  } finally {
    await source.close();
  }
  return files;
};

describeFileSource('AzureSource', {
  make: async (files) => {
    for (const [name, text] of Object.entries(files)) azure.put(name, text);
    return sourceOf();
  },
  read: async (location) => {
    const reader = new HttpReader(policy());
    const { body } = await reader.open(location.kind === 'http' ? location.url : '');
    const pieces: Buffer[] = [];
    for await (const piece of body) pieces.push(piece);
    reader.close();
    return Buffer.concat(pieces).toString();
  },
  remove: async (path) => void azure.blobs.delete(path),
  secret: sas.sig,
});

describe('a container of Azure', () => {
  it('says size, type, time and ETag of a blob, as its download has them', async () => {
    azure.put('2019/a.jpg', 'bytes');
    expect(await listed(sourceOf('2019'))).toEqual([
      {
        path: 'a.jpg',
        location: { kind: 'http', url: `${azure.endpoint}/media/2019/a.jpg` },
        sizeBytes: 5,
        etag: '"0x1"',
        modifiedAt: '2019-01-01T00:00:00.000Z',
        contentType: 'image/jpeg',
      },
    ]);
  });

  it('ends a prefix at a slash', async () => {
    azure.put('photos/a', '1');
    azure.put('photos-private/b', '2');
    expect((await listed(sourceOf('photos'))).map(({ path }) => path)).toEqual(['a']);
  });

  it('leaves out what stands for folders', async () => {
    azure.put('a/', '');
    azure.put('b', '', '<ResourceType>directory</ResourceType>');
    azure.put('c', '');
    expect((await listed(sourceOf())).map(({ path }) => path)).toEqual(['c']);
  });

  it('reports a blob in the archive tier', async () => {
    azure.put('a', 'x', '<AccessTier>Archive</AccessTier>');
    expect(await listed(sourceOf())).toMatchObject([{ problem: { code: 'Archived' } }]);
  });

  it('asks again when the server is busy for a moment', async () => {
    azure.put('a', 'x');
    azure.failures.push(503, 500);
    expect(await listed(sourceOf())).toHaveLength(1);
  });

  it('is refused in the order of a hierarchical namespace', async () => {
    for (const name of ['a-b', 'a/b', 'b']) azure.put(name, 'x');
    azure.order = () => ['a/b', 'a-b', 'b'];
    await expect(listed(sourceOf())).rejects.toThrow('does not list in byte order');
  });

  it('names what Azure says about a wrong key, and nothing of the key', async () => {
    const refused = listed(sourceOf(undefined, { sv: '1', sig: 'wrong' }));
    await expect(refused).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringMatching(/Could not list .*\/media\/ \(AuthenticationFailed\)\.$/),
    });
  });
});

describe('a list that a server makes up', () => {
  const listOf = async (body: string) => {
    const server = await startFileServer();
    server.handle((_request, response) => response.writeHead(200).end(body));
    const { host, url } = server;
    const made = { allowedHosts: [host], allowPrivate: true };
    const source = azureSource({ endpoint: url, container: 'media', policy: made });
    return listed(source).finally(() => server.stop());
  };

  it('is refused where its mark comes twice', async () => {
    const body = '<EnumerationResults><Blobs/><NextMarker>a</NextMarker></EnumerationResults>';
    await expect(listOf(body)).rejects.toThrow('a page of it came twice');
  });

  it('is refused where its end is cut off, and the mark of the next page with it', async () => {
    const blob = (name: string): string =>
      `<Blob><Name>${name}</Name><Properties><Content-Length>1</Content-Length></Properties></Blob>`;
    const cut = `<EnumerationResults><Blobs>${blob('a')}${blob('b')}`;
    expect(await listOf(`${cut}</Blobs><NextMarker/></EnumerationResults>`)).toHaveLength(2);
    await expect(listOf(cut)).rejects.toThrow('answered with no list of blobs');
  });
});
