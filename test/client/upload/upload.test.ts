import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NodeWorld } from '../node-world.ts';

let world: NodeWorld;
beforeEach(async () => {
  world = await new NodeWorld().start();
});
afterEach(() => world.stop());

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64');

const bodies = (start: string) =>
  world.api.seen
    .filter(({ method, path }) => `${method} ${path}` === start)
    .map(({ body }) => JSON.parse(body || '{}'));

/** Storage answers no PUT until the test lets it. */
const stopPuts = () => {
  const { promise: opened, resolve: goOn } = Promise.withResolvers<undefined>();
  const { promise: signed, resolve: tell } = Promise.withResolvers<{ uploadId: string }>();
  let wanted = Number.POSITIVE_INFINITY;
  let count = 0;
  world.api.onSigned = (uploadId, parts) => {
    count += parts;
    if (count >= wanted) tell({ uploadId });
  };
  world.api.fault = ({ method }) => (method === 'PUT' ? opened : undefined);
  return {
    goOn: () => goOn(undefined),
    untilSigned: (parts: number) => {
      wanted = parts;
      return signed;
    },
  };
};

/**
 * The largest number of simultaneous PUTs. Each is held until no further one has come for a while.
 */
const peakOfPuts = () => {
  let now = 0;
  let peak = 0;
  world.api.fault = async ({ method }) => {
    if (method !== 'PUT') return undefined;
    now += 1;
    peak = Math.max(peak, now);
    await new Promise((resolve) => setTimeout(resolve, 20));
    now -= 1;
    return undefined;
  };
  return () => peak;
};

describe('upload of a small file', () => {
  it('announces it with its hash, sends it in one PUT and completes it', async () => {
    const { path, bytes } = await world.file(5_000, 'photo.jpg');
    const upload = await world
      .client()
      .upload(path, { category: 'photo', partnerId: 'p1', metadata: { track: '7' } });
    expect(world.api.seen.map(({ method }) => method)).toEqual(['POST', 'PUT', 'POST']);
    expect(bodies('POST /uploads')).toEqual([
      {
        filename: 'photo.jpg',
        contentType: 'image/jpeg',
        sizeBytes: 5_000,
        category: 'photo',
        partnerId: 'p1',
        metadata: { track: '7' },
        sha256: sha256(bytes),
      },
    ]);
    expect(upload.status).toBe('uploaded');
    expect(world.api.has(upload.uploadId, bytes)).toBe(true);
  });
});

describe('upload of a large file', () => {
  it('announces it without its hash and tells it at the end', async () => {
    const { path, bytes } = await world.file(95_000);
    const { uploadId } = await world.client().upload(path, { category: 'video' });
    expect(bodies('POST /uploads')[0].sha256).toBeUndefined();
    expect(bodies(`POST /uploads/${uploadId}/complete`)).toEqual([{ sha256: sha256(bytes) }]);
    expect(world.api.has(uploadId, bytes)).toBe(true);
  });

  it('that is not to be hashed is sent without any checksum and completed without a SHA-256', async () => {
    const { path, bytes } = await world.file(95_000);
    const { uploadId } = await world
      .client({ hashParts: false })
      .upload(path, { category: 'video' });
    const parts = bodies(`POST /uploads/${uploadId}/parts`).flatMap((group) => group.parts);
    expect(parts).toEqual(Array.from({ length: 10 }, (_, index) => ({ partNumber: index + 1 })));
    expect(bodies(`POST /uploads/${uploadId}/complete`)).toEqual([{}]);
    expect(world.api.has(uploadId, bytes)).toBe(true);
  });

  it('that comes as a stream and is not to be hashed is sent as it comes', async () => {
    world.api.settings.partSizeBytes = 1024 ** 2;
    const { path, bytes } = await world.file(9 * 1024 ** 2);
    const options = { category: 'video', filename: 'film.mp4', sizeBytes: bytes.length };
    const { uploadId } = await world
      .client({ hashParts: false })
      .upload(createReadStream(path), options);
    expect(bodies(`POST /uploads/${uploadId}/complete`)).toEqual([{}]);
    expect(world.api.has(uploadId, bytes)).toBe(true);
  });

  it('signs parts one by one until there is enough to do, then in groups, each with its checksum', async () => {
    const { path } = await world.file(200_000);
    const stopped = stopPuts();
    const uploading = world.client().upload(path, { category: 'video' });
    const { uploadId } = await stopped.untilSigned(6);
    stopped.goOn();
    await uploading;
    const groups: { parts: { partNumber: number; crc64nvme: string }[] }[] = bodies(
      `POST /uploads/${uploadId}/parts`,
    );
    expect(groups.slice(0, 3).map(({ parts }) => parts.length)).toEqual([1, 1, 4]);
    expect(
      groups
        .flatMap(({ parts }) => parts)
        .every(({ crc64nvme }) => /^[A-Za-z0-9+/]{11}=$/.test(crc64nvme)),
    ).toBe(true);
  });

  it.each([
    ['four parts at once by default', {}, 4],
    ['as many parts at once as parallelParts says', { parallelParts: 2 }, 2],
  ])('sends %s', async (_, options, most) => {
    const { path } = await world.file(200_000);
    const peak = peakOfPuts();
    await world.client(options).upload(path, { category: 'video' });
    expect(peak()).toBe(most);
  });

  it('hashes it first after all when the server takes it in one PUT', async () => {
    const { path, bytes } = await world.file(50_000);
    world.api.settings.multipartBytes = 60_000;
    const { uploadId } = await world.client().upload(path, { category: 'video' });
    expect(bodies('POST /uploads').map(({ sha256: hash }) => hash)).toEqual([
      undefined,
      sha256(bytes),
    ]);
    expect(world.api.has(uploadId, bytes)).toBe(true);
  });

  it('goes in parts when the server draws the line below ours', async () => {
    const { path, bytes } = await world.file(50_000);
    const { uploadId } = await world
      .client({ hashFirstBytes: 60_000 })
      .upload(path, { category: 'video' });
    expect(world.api.has(uploadId, bytes)).toBe(true);
    expect(world.api.count('PUT')).toBe(5);
  });
});

describe('progress', () => {
  it.each([5_000, 95_000])('never goes back and ends with the last of %s bytes', async (size) => {
    const { path } = await world.file(size);
    const sent: number[] = [];
    world.api.fault = ({ method }) =>
      method === 'PUT' && world.api.count('PUT') === 1 ? 'cut' : undefined;
    await world
      .client()
      .upload(path, { category: 'video', onProgress: ({ sentBytes }) => sent.push(sentBytes) });
    expect(sent).toEqual(sent.toSorted((a, b) => a - b));
    expect(sent.at(-1)).toBe(size);
  });

  it('tells hashing, sending and checking apart', async () => {
    const { path } = await world.file(5_000);
    const phases: string[] = [];
    await world
      .client()
      .upload(path, { category: 'photo', onProgress: ({ phase }) => phases.push(phase) });
    expect([...new Set(phases)]).toEqual(['hashing', 'sending', 'checking']);
  });
});

describe('many files', () => {
  it('are sent a few at a time', async () => {
    const client = world.client({ parallelFiles: 3 });
    const peak = peakOfPuts();
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        client.upload(Buffer.from(`file ${index}`), { category: 'photo' }),
      ),
    );
    expect(peak()).toBe(3);
    expect(world.api.count('PUT')).toBe(20);
  });

  it('go on being sent while others are completed', async () => {
    const client = world.client({ parallelFiles: 1 });
    const held = Promise.withResolvers<undefined>();
    world.api.fault = ({ path }) => {
      if (world.api.count('PUT') === 2) held.resolve(undefined);
      return path.endsWith('/complete') ? held.promise : undefined;
    };
    const uploads = ['first', 'second'].map((text) =>
      client.upload(Buffer.from(text), { category: 'photo' }),
    );
    expect((await Promise.all(uploads)).map(({ status }) => status)).toEqual([
      'uploaded',
      'uploaded',
    ]);
  });
});
