import { describe, expect, it } from '@jest/globals';
import { AttemptSuperseded, TransientFault } from '../../../core/errors.ts';
import { copyFiles } from '../../../core/orders/copy-files.ts';
import type { OrderFile } from '../../../core/orders/model/order.ts';
import { type Fault, faulty } from '../../fakes/shared/faulty.ts';
import { aFile, aMigratingOrder, anUpload, arrived, run } from '../builders/records.ts';
import {
  aWorld,
  errorOf,
  filesBucket,
  keptVersions,
  stored,
  type World,
} from '../builders/world.ts';

const chunk = { ...run, roles: ['photo', 'audio'] };
const key = 'photos/ord_1/upl_photo';

const claimed = (files: OrderFile[] = [aFile('audio'), aFile('photo')]): World => {
  const world = aWorld();
  for (const { uploadId } of files) arrived(world, uploadId);
  world.orders.put(aMigratingOrder(), files);
  return world;
};
const copy = (world: World) => copyFiles(world, chunk);
const copies = ({ objects }: World) =>
  objects.calls.filter(({ operation }) => operation === 'copy').length;

/** The world with one call of a port going wrong, the first time. */
const withFault = (
  world: World,
  port: 'objects' | 'orders',
  call: string,
  fault: Fault,
  nth = 1,
): World => {
  let count = 0;
  const decide = (operation: string): Fault => {
    if (operation === call) count += 1;
    return operation === call && count === nth ? fault : undefined;
  };
  return { ...world, [port]: faulty(world[port], decide) };
};

describe('copy files', () => {
  it('copies the chunk’s files and no others, one COPY each and nothing else', async () => {
    const world = claimed([aFile('audio'), aFile('photo'), aFile('video')]);
    expect(await copy(world)).toEqual([
      { role: 'audio', status: 'copied' },
      { role: 'photo', status: 'copied' },
    ]);
    expect(world.objects.calls.map(({ operation }) => operation)).toEqual(['copy', 'copy']);
    expect((await stored(world)).file('video')?.status).toBe('pending');
  });

  it('stamps the copy with order, attempt and owner', async () => {
    const world = claimed();
    await copy(world);
    expect((await world.objects.head({ bucket: filesBucket, key }))?.metadata).toEqual({
      'keepsake-order': 'ord_1',
      'keepsake-attempt': '1',
      'keepsake-owner': 'usr_alice',
    });
  });

  it('records the version it made, its size and its announced SHA-256', async () => {
    const world = claimed();
    await copy(world);
    const upload = await world.uploads.find('upl_photo');
    const { sizeBytes, sha256 } = upload ?? {};
    expect((await stored(world)).file('photo')).toMatchObject({
      permanentKey: key,
      created: true,
      attempt: 1,
      sizeBytes,
      sha256,
    });
    expect(keptVersions(world)).toContain(
      `${key}@${(await stored(world)).file('photo')?.versionId}`,
    );
  });

  it('records its intent before it copies', async () => {
    const world = claimed();
    await errorOf(copy(withFault(world, 'objects', 'copy', 'before')));
    expect((await stored(world)).file('audio')).toMatchObject({
      status: 'copying',
      permanentKey: 'photos/ord_1/upl_audio',
    });
  });

  it('lets every file finish before it reports the one that failed', async () => {
    const world = claimed();
    expect(await errorOf(copy(withFault(world, 'objects', 'copy', 'before')))).toBeInstanceOf(
      TransientFault,
    );
    expect((await stored(world)).files.map(({ status }) => status).sort()).toEqual([
      'copied',
      'copying',
    ]);
  });

  it('does not copy again on retry what is copied', async () => {
    const world = claimed();
    await errorOf(copy(withFault(world, 'objects', 'copy', 'before')));
    await copy(world);
    expect(copies(world)).toBe(2);
  });

  it('repeats nothing when all is done', async () => {
    const world = claimed();
    const first = await copy(world);
    const { files } = await stored(world);
    expect(await copy(world)).toEqual(first);
    expect((await stored(world)).files).toEqual(files);
    expect(copies(world)).toBe(2);
  });

  it.each<[string, 'objects' | 'orders', string, number]>([
    ['the answer to the copy was lost', 'objects', 'copy', 1],
    ['the record of the copy failed', 'orders', 'saveFile', 3],
  ])('fault 4: adopts its own version when %s', async (_what, port, call, nth) => {
    const world = claimed();
    await errorOf(copy(withFault(world, port, call, port === 'objects' ? 'after' : 'before', nth)));
    await copy(world);
    expect((await stored(world)).files.map(({ status, created }) => [status, created])).toEqual([
      ['copied', true],
      ['copied', true],
    ]);
    expect(keptVersions(world)).toHaveLength(2);
  });

  it('fault 4: adopts its own version even when the source is gone since', async () => {
    const world = claimed();
    await errorOf(copy(withFault(world, 'objects', 'copy', 'after')));
    const {
      bucket,
      key: source,
      versionId = '',
    } = (await world.uploads.find('upl_audio')) ?? anUpload();
    await world.objects.removeVersion({ bucket, key: source, versionId });
    expect(await copy(world)).toContainEqual({ role: 'audio', status: 'copied' });
  });

  it('fault 8: does not overwrite what is there, and does not call it its own', async () => {
    const world = claimed();
    const there = world.objects.put(filesBucket, key, 'somebody else’s');
    await copy(world);
    expect((await stored(world)).file('photo')).toMatchObject({
      status: 'copied',
      versionId: there.versionId,
      created: false,
    });
  });

  it('does not call an earlier attempt’s version its own', async () => {
    const world = claimed();
    const metadata = {
      'keepsake-order': 'ord_1',
      'keepsake-attempt': '0',
      'keepsake-owner': 'usr_alice',
    };
    world.objects.put(filesBucket, key, 'bytes of upl_photo', { metadata });
    await copy(world);
    expect((await stored(world)).file('photo')?.created).toBe(false);
  });

  it('asks for a retry when what was there is gone a moment later', async () => {
    const world = claimed();
    world.objects.put(filesBucket, key, 'fleeting');
    const head = async () => undefined;
    const objects = new Proxy(world.objects, {
      get: (target, name) => (name === 'head' ? head : Reflect.get(target, name).bind?.(target)),
    });
    expect(await errorOf(copy({ ...world, objects }))).toBeInstanceOf(TransientFault);
  });
});

describe('copy files whose source is not as it was', () => {
  const erase = async (world: World, uploadId: string) => {
    const { bucket, key: at, versionId = '' } = (await world.uploads.find(uploadId)) ?? anUpload();
    await world.objects.removeVersion({ bucket, key: at, versionId });
  };

  it('fault 6: fails a required file that is gone', async () => {
    const world = claimed();
    await erase(world, 'upl_photo');
    expect(await copy(world)).toContainEqual({
      role: 'photo',
      status: 'failed',
      failure: 'source_missing',
    });
  });

  it('fault 6: skips an optional file that is gone, and owes nothing for it', async () => {
    const world = claimed([aFile('audio'), aFile('photo', { required: false })]);
    await erase(world, 'upl_photo');
    expect(await copy(world)).toContainEqual({
      role: 'photo',
      status: 'skipped',
      failure: 'source_missing',
    });
    expect((await stored(world)).file('photo')).not.toMatchObject({
      permanentKey: expect.anything(),
    });
  });

  it('fault 7: copies the pinned version when another was put over it', async () => {
    const world = claimed();
    const { bucket, key: at } = (await world.uploads.find('upl_photo')) ?? anUpload();
    world.objects.put(bucket, at, 'new bytes');
    await copy(world);
    expect((await world.objects.head({ bucket: filesBucket, key }))?.sizeBytes).toBe(
      'bytes of upl_photo'.length,
    );
  });

  it('fault 7: fails a file whose pinned version is another object, required or not', async () => {
    const world = claimed([aFile('audio'), aFile('photo', { required: false })]);
    world.uploads.put({
      ...((await world.uploads.find('upl_photo')) ?? anUpload()),
      etag: '"another"',
    });
    expect(await copy(world)).toContainEqual({
      role: 'photo',
      status: 'failed',
      failure: 'source_changed',
    });
  });

  it.each([
    ['is pending', anUpload({ uploadId: 'upl_photo' })],
    [
      'was quarantined',
      anUpload({ uploadId: 'upl_photo', status: 'quarantined', versionId: 'v1', etag: '"e"' }),
    ],
    [
      'has a category nobody configured',
      anUpload({
        uploadId: 'upl_photo',
        status: 'uploaded',
        category: 'gone',
        versionId: 'v1',
        etag: '"e"',
      }),
    ],
  ])('does not ask storage for an upload that %s', async (_what, upload) => {
    const world = claimed();
    world.uploads.put(upload);
    expect(await copy(world)).toContainEqual({
      role: 'photo',
      status: 'failed',
      failure: 'source_missing',
    });
    expect(copies(world)).toBe(1);
  });

  it('does not ask storage for an upload without a record', async () => {
    const world = claimed();
    world.uploads.remove('upl_photo');
    expect(await copy(world)).toContainEqual({
      role: 'photo',
      status: 'failed',
      failure: 'source_missing',
    });
  });

  it('does not try a file again that failed for good', async () => {
    const world = claimed();
    await erase(world, 'upl_photo');
    await copy(world);
    await copy(world);
    expect(copies(world)).toBe(2);
  });

  it('tries again in another attempt what failed or was removed in this one', async () => {
    const world = claimed();
    await erase(world, 'upl_photo');
    await copy(world);
    arrived(world, 'upl_photo');
    world.orders.put(
      aMigratingOrder({ attempt: 2, runId: 'ord_1-2' }),
      (await stored(world)).files,
    );
    await copyFiles(world, { ...chunk, attempt: 2, runId: 'ord_1-2' });
    const file = (await stored(world)).file('photo');
    expect([file?.status, file?.attempt, file?.failure]).toEqual(['copied', 2, undefined]);
  });
});

describe('copy files for a run that lost the order', () => {
  it.each([
    aMigratingOrder({ runId: 'ord_1-1-undo-1' }),
    aMigratingOrder({ status: 'compensating' }),
    aMigratingOrder({ status: 'completed' }),
  ])('touches nothing', async (order) => {
    const world = claimed();
    world.orders.put(order, [aFile('photo')]);
    expect(await errorOf(copy(world))).toBeInstanceOf(AttemptSuperseded);
    expect(world.objects.calls).toEqual([]);
  });
});
