import { describe, expect, it } from '@jest/globals';
import { ReplicatedObjects } from '../../../adapters/storage/replicated-objects.ts';
import { TransientFault } from '../../../core/errors.ts';
import { eraseUpload } from '../../../core/retention/erase-upload.ts';
import { kept } from '../../core/builders/records.ts';
import { aWorld, errorOf, filesBucket, uploadsBucket } from '../../core/builders/world.ts';
import { MemoryObjects } from '../../fakes/storage/memory-objects.ts';

const replicaBucket = 'replica-bucket';

/** A kept file in both regions, and the store that knows both. */
const replicated = () => {
  const world = aWorld();
  const { key } = kept(world, 'upl_1');
  const there = new MemoryObjects();
  const { versionId } = there.put(replicaBucket, key, 'bytes of upl_1');
  const objects = new ReplicatedObjects(world.objects, {
    objects: there,
    filesBucket,
    replicaBucket,
  });
  return { world: { ...world, objects }, here: world.objects, there, key, versionId };
};

describe('objects with a copy in a second region', () => {
  it('go in both when an upload is erased', async () => {
    const { world, here, there } = replicated();
    await eraseUpload(world, 'upl_1', 'usr_alice');
    expect([here.all, there.all]).toEqual([[], []]);
    expect(await world.erasures.find('upl_1')).toMatchObject({ versions: 1 });
  });

  it('leave no record of an erasure while the second region is away; the next one finishes', async () => {
    const { world, there } = replicated();
    const { removeAll } = there;
    there.removeAll = () => Promise.reject(new TransientFault('away'));
    expect(await errorOf(eraseUpload(world, 'upl_1', 'usr_alice'))).toBeInstanceOf(TransientFault);
    expect((await world.uploads.find('upl_1'))?.removal?.as).toBe('erased');
    expect(await world.erasures.find('upl_1')).toBeUndefined();
    there.removeAll = removeAll;
    await eraseUpload(world, 'upl_1', 'usr_alice');
    expect(there.all).toEqual([]);
  });

  it('lose a version there under the same id, when a copy is undone', async () => {
    const { world, there, key, versionId } = replicated();
    await world.objects.removeVersion({ bucket: filesBucket, key, versionId });
    expect(there.all).toEqual([]);
  });

  it('are hidden and shown again in both', async () => {
    const { world, there, key } = replicated();
    await world.objects.hide(filesBucket, key);
    expect(await there.head({ bucket: replicaBucket, key })).toBeUndefined();
    await world.objects.reveal(filesBucket, key);
    expect(await there.head({ bucket: replicaBucket, key })).toBeDefined();
  });

  it('of temporary storage have none', async () => {
    const { world, there, key } = replicated();
    await world.objects.removeAll(uploadsBucket, key);
    await world.objects.hide(uploadsBucket, key);
    expect(there.all).toHaveLength(1);
    expect(there.calls).toEqual([]);
  });
});
