import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, extname } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { listen, urlOf } from '../../listening.ts';
import { NodeWorld } from '../node-world.ts';

const systemFolder = tmpdir();
let world: NodeWorld;
beforeEach(async () => {
  world = await new NodeWorld().start();
});
afterEach(() => world.stop());

const uploadFile = async (name = 'film.mp4', sizeBytes = 95_000) => {
  const { path, bytes } = await world.file(sizeBytes, name);
  const { uploadId, key } = await world.client().upload(path, { category: 'video' });
  return { uploadId, key, path, bytes };
};

/** Redirects temporary folders into a folder of this test, and lists it. */
const ownTemporaryFolder = (): (() => Promise<string[]>) => {
  process.env.TMPDIR = world.folder;
  return () => readdir(world.folder);
};
afterEach(() => {
  process.env.TMPDIR = systemFolder;
});

describe('withLocalFile', () => {
  it('gives the file to the work, answers what the work answers, and removes it', async () => {
    const { uploadId, bytes } = await uploadFile();
    let path = '';
    const same = await world.client().withLocalFile(uploadId, async (local) => {
      path = local;
      return readFileSync(local).equals(bytes);
    });
    expect(same).toBe(true);
    expect(existsSync(dirname(path))).toBe(false);
  });

  it('removes it when the work throws, and throws the same', async () => {
    const { uploadId } = await uploadFile();
    let path = '';
    const failed = world.client().withLocalFile(uploadId, async (local) => {
      path = local;
      throw new RangeError('no');
    });
    await expect(failed).rejects.toThrow(RangeError);
    expect(existsSync(dirname(path))).toBe(false);
  });

  it.each([
    ['film.MP4', '.MP4'],
    ['no-extension', ''],
    ['a.tar/../../x', ''],
    ['a.sh; rm', ''],
  ])('keeps of the name %j the extension alone, if it is one: %j', async (filename, extension) => {
    const { uploadId } = await world
      .client()
      .upload(Buffer.from('x'), { category: 'video', filename });
    const name = await world.client().withLocalFile(uploadId, async (path) => path);
    expect(extname(name)).toBe(extension);
  });

  it('fetches a file again that arrived damaged', async () => {
    const { uploadId, bytes } = await uploadFile();
    let damage = 1;
    world.api.fault = ({ method, path }) =>
      method === 'GET' && path.startsWith('/s3/') && damage-- > 0
        ? { status: 200, body: Buffer.alloc(95_000) }
        : undefined;
    expect(
      await world
        .client()
        .withLocalFile(uploadId, async (path) => readFileSync(path).equals(bytes)),
    ).toBe(true);
  });

  it('never gives the work a file that is not the one on record, and leaves nothing behind', async () => {
    const { uploadId } = await uploadFile();
    const inFolder = ownTemporaryFolder();
    const before = await inFolder();
    world.api.fault = ({ method, path }) =>
      method === 'GET' && path.startsWith('/s3/')
        ? { status: 200, body: 'something else' }
        : undefined;
    let worked = false;
    const failed = world.client().withLocalFile(uploadId, async () => {
      worked = true;
    });
    await expect(failed).rejects.toMatchObject({ type: 'urn:keepsake:problem:download-damaged' });
    expect(worked).toBe(false);
    expect(await inFolder()).toEqual(before);
  });
});

describe('ensure', () => {
  let origin: Server;
  let served = 0;
  beforeEach(async () => {
    served = 0;
    origin = createServer((_, response) => {
      served += 1;
      response.setHeader('content-type', 'audio/mpeg; charset=binary').end('a song');
    });
    await listen(origin);
  });
  afterEach(() => new Promise<void>((resolve) => void origin.close(() => resolve())));

  const song = (): string => `${urlOf(origin)}/tracks/7`;

  it('brings an upload here by its id', async () => {
    const { uploadId, key, bytes } = await uploadFile();
    const ensured = await world.client().ensure(uploadId, { category: 'video' });
    expect(ensured).toMatchObject({ uploadId, key });
    expect(readFileSync(ensured.path).equals(bytes)).toBe(true);
    await ensured.dispose();
    expect(existsSync(ensured.path)).toBe(false);
  });

  it('fetches a URL once, uploads it with its served type, and finds it in Keepsake afterwards', async () => {
    const first = await world.client().ensure(song(), { category: 'audio' });
    const second = await world.client().ensure(song(), { category: 'audio' });
    expect(second.uploadId).toBe(first.uploadId);
    expect(served).toBe(1);
    expect(readFileSync(second.path, 'utf8')).toBe('a song');
    expect(world.api.uploads.get(first.uploadId)?.contentType).toBe('audio/mpeg');
    await Promise.all([first.dispose(), second.dispose()]);
  });

  it('searches the caller’s own uploads: those of others may name any source', async () => {
    await (await world.client().ensure(song(), { category: 'audio' })).dispose();
    const lists = world.api.seen
      .map(({ path }) => path)
      .filter((path) => /^\/uploads\?/.test(path));
    expect(lists).toEqual([expect.stringContaining('ownerId=me')]);
  });

  it.each([
    ['100%.mp3', '100%.mp3'],
    ['%E9t%E9.mp3', '%E9t%E9.mp3'],
    ['%C3%A9t%C3%A9.mp3', 'été.mp3'],
  ])('names the file of the URL segment %j %j', async (last, name) => {
    const { uploadId, dispose } = await world
      .client()
      .ensure(new URL(`/tracks/${last}`, song()).href, { category: 'audio' });
    await dispose();
    expect(world.api.uploads.get(uploadId)?.fileName).toBe(name);
  });

  it('keeps the extension of what it fetches, as tools go by it', async () => {
    const source = new URL('/tracks/7.mp3', song()).href;
    const first = await world.client().ensure(source, { category: 'audio' });
    const second = await world.client().ensure(source, { category: 'audio' });
    expect([first.path, second.path].map(extname)).toEqual(['.mp3', '.mp3']);
    await Promise.all([first.dispose(), second.dispose()]);
  });

  it('fetches a URL again whose upload has expired since it was listed', async () => {
    const first = await world.client().ensure(song(), { category: 'audio' });
    world.api.fault = ({ path }) =>
      path.startsWith(`/uploads/${first.uploadId}`)
        ? { status: 410, body: '{"type":"urn:keepsake:problem:gone","detail":"no"}' }
        : undefined;
    const second = await world.client().ensure(song(), { category: 'audio' });
    expect(second.uploadId).not.toBe(first.uploadId);
    expect(readFileSync(second.path, 'utf8')).toBe('a song');
    await Promise.all([first.dispose(), second.dispose()]);
  });

  it('searches the caller’s own uploads alone, in pages as large as they may be', async () => {
    const { dispose } = await world.client().ensure(song(), { category: 'audio' });
    await dispose();
    const lists = world.api.seen.filter(({ path }) => path.startsWith('/uploads?'));
    expect(lists.map(({ path }) => path)).toEqual(['/uploads?category=audio&ownerId=me&limit=100']);
  });

  it('leaves characters out of a URL’s name that the API refuses', async () => {
    const source = new URL('/a%E2%80%AEb%00.mp3', song()).href;
    const { uploadId, dispose } = await world.client().ensure(source, { category: 'audio' });
    await dispose();
    expect(world.api.uploads.get(uploadId)?.fileName).toBe('ab.mp3');
  });

  it('takes URLs with different queries for different files, unless sourceId says otherwise', async () => {
    const urls = [`${song()}?signature=1`, `${song()}?signature=2`];
    const ids = async (sourceId?: string) => {
      const ensured = [];
      for (const url of urls)
        ensured.push(
          await world.client().ensure(url, { category: 'audio', ...(sourceId && { sourceId }) }),
        );
      await Promise.all(ensured.map(({ dispose }) => dispose()));
      return new Set(ensured.map(({ uploadId }) => uploadId)).size;
    };
    expect(await ids()).toBe(2);
    expect(await ids('track 7')).toBe(1);
  });

  it('uploads a local file once, and leaves it where it is', async () => {
    const { path } = await world.file(5_000);
    const [first, second] = [
      await world.client().ensure(path, { category: 'video' }),
      await world.client().ensure(path, { category: 'video' }),
    ];
    await first.dispose();
    expect(second.uploadId).toBe(first.uploadId);
    expect(first.path).toBe(path);
    expect(existsSync(path)).toBe(true);
  });

  it.each([
    ['another visibility', { isPublic: true }],
    ['another partner', { partnerId: 'p2' }],
  ])('does not take an upload of %s for the file', async (_, wanted) => {
    const { path } = await world.file(5_000);
    const first = await world.client().ensure(path, { category: 'video', partnerId: 'p1' });
    const second = await world
      .client()
      .ensure(path, { category: 'video', partnerId: 'p1', ...wanted });
    expect(second.uploadId).not.toBe(first.uploadId);
  });

  it('fetches nothing over plain HTTP from other machines', async () => {
    await expect(
      world.client().ensure('http://files.example.com/a.mp3', { category: 'audio' }),
    ).rejects.toThrow('https:');
  });
});
