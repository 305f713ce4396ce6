import { describe, expect, it } from '@jest/globals';
import { AttemptSuperseded, TransientFault } from '../../../core/errors.ts';
import { ownerMark } from '../../../core/storage/model/copy-metadata.ts';
import { type Fault, faulty } from '../../fakes/shared/faulty.ts';
import { aFile, aMigratingOrder, anUpload } from '../builders/records.ts';
import { errorOf, filesBucket, keptVersions, stored, type World } from '../builders/world.ts';
import { claimed, copies, copy, key } from './chunk-copies.ts';

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

  it('leaves every file in the place where the customer named it', async () => {
    const world = claimed([
      { ...aFile('audio'), position: 1 },
      { ...aFile('photo'), position: 0 },
    ]);
    await copy(world);
    expect((await stored(world)).file('audio')?.position).toBe(1);
    expect((await stored(world)).file('photo')?.position).toBe(0);
  });

  it('stamps the copy with order, attempt and owner', async () => {
    const world = claimed();
    await copy(world);
    expect((await world.objects.head({ bucket: filesBucket, key }))?.metadata).toEqual({
      'keepsake-order': 'ord_1',
      'keepsake-attempt': '1',
      ...ownerMark('usr_alice', key),
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
