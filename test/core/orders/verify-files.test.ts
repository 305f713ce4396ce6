import { describe, expect, it } from '@jest/globals';
import { AttemptSuperseded, TransientFault } from '../../../core/errors.ts';
import { copyFiles } from '../../../core/orders/copy-files.ts';
import { verifyFiles } from '../../../core/orders/verify-files.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import type { KeptChecksum } from '../../fakes/storage/memory-objects.ts';
import { type Arrival, aFile, aMigratingOrder, arrived, run } from '../builders/records.ts';
import { alice, aWorld, errorOf, filesBucket, stored, type World } from '../builders/world.ts';

const chunk = { ...run, roles: ['photo'] };
const at = { bucket: filesBucket, key: 'photos/ord_1/upl_photo' };

/** One file, copied by this attempt and not verified. */
const copied = async (
  copyChecksum: KeptChecksum = 'sha256',
  how: Arrival = {},
  there?: (world: World) => void,
): Promise<World> => {
  const world = aWorld();
  world.objects.copyChecksum = copyChecksum;
  arrived(world, 'upl_photo', how);
  world.orders.put(aMigratingOrder(), [aFile('photo')]);
  there?.(world);
  await copyFiles(world, chunk);
  world.objects.calls.length = 0;
  return world;
};
const operations = ({ objects }: World) => objects.calls.map(({ operation }) => operation).sort();
const verdict = async (world: World) => {
  const [outcome] = await verifyFiles(world, chunk);
  const { status, verifiedBy, failure } = (await stored(world)).file('photo') ?? {};
  return { outcome: outcome?.status, status, verifiedBy, code: failure?.code };
};
const failed = (code: string) => ({
  outcome: 'failed',
  status: 'failed',
  verifiedBy: undefined,
  code,
});
const verified = (verifiedBy: string) => ({
  outcome: 'verified',
  status: 'verified',
  verifiedBy,
  code: undefined,
});

describe('verify files', () => {
  it('proves by SHA-256 with two HEADs and no byte read', async () => {
    const world = await copied();
    expect(await verdict(world)).toEqual(verified('sha256'));
    expect(operations(world)).toEqual(['head', 'head']);
  });

  it('proves by CRC64NVME with two HEADs and no byte read', async () => {
    const world = await copied('crc64nvme', { checksum: 'crc64nvme' });
    expect(await verdict(world)).toEqual(verified('crc64nvme'));
    expect(operations(world)).toEqual(['head', 'head']);
  });

  it.each<[KeptChecksum, KeptChecksum]>([
    ['none', 'none'],
    ['sha256', 'none'],
    ['sha256', 'crc64nvme'],
  ])(
    'reads and hashes both where the source has %s and the copy %s',
    async (checksum, copyChecksum) => {
      const world = await copied(copyChecksum, { checksum });
      expect(await verdict(world)).toEqual(verified('streamed-sha256'));
      expect(operations(world)).toEqual(['head', 'head', 'sha256', 'sha256']);
    },
  );

  it.each<KeptChecksum>(['none', 'crc64nvme'])(
    'reads nothing where the copy has the announced SHA-256 and the source %s',
    async (checksum) => {
      const world = await copied('sha256', { checksum });
      expect(await verdict(world)).toEqual(verified('sha256'));
      expect(operations(world)).toEqual(['head', 'head']);
    },
  );

  it.each<KeptChecksum>(['sha256', 'crc64nvme', 'none'])(
    'fault 9: finds other bytes of the same length (%s)',
    async (checksum) => {
      const world = await copied(checksum, { checksum });
      world.objects.corrupt(at, 'bytes of upl_phota');
      expect(await verdict(world)).toEqual(failed('checksum_mismatch'));
    },
  );

  it('finds a copy that was cut short', async () => {
    const metadata = {
      'keepsake-order': 'ord_1',
      'keepsake-attempt': '1',
      'keepsake-owner': 'usr_alice',
    };
    const put = ({ objects }: World) =>
      objects.put(at.bucket, at.key, 'bytes of', { contentType: 'image/jpeg', metadata });
    expect(await verdict(await copied('sha256', {}, put))).toEqual(failed('metadata_mismatch'));
  });

  it('finds a copy that is gone', async () => {
    const world = await copied();
    await world.objects.removeVersion({ ...at, versionId: 'v2' });
    expect(await verdict(world)).toEqual(failed('checksum_mismatch'));
  });

  it('looks at the version it copied, whatever lies over it', async () => {
    const world = await copied();
    world.objects.put(at.bucket, at.key, 'other bytes');
    expect(await verdict(world)).toEqual(verified('sha256'));
  });

  it.each<[KeptChecksum, string]>([
    ['sha256', 'sha256'],
    ['none', 'streamed-sha256'],
    ['crc64nvme', 'streamed-sha256'],
  ])(
    'proves a copy (%s) against the announced SHA-256 when the source is gone by now',
    async (copyChecksum, proof) => {
      const world = await copied(copyChecksum);
      await world.objects.removeVersion({
        bucket: 'uploads-bucket',
        key: 'temp/usr_alice/upl_photo',
        versionId: 'v1',
      });
      expect(await verdict(world)).toEqual(verified(proof));
    },
  );

  it('finds a source that was swapped before it was copied: the announced SHA-256 stands', async () => {
    const world = await copied('none', { checksum: 'none', sha256: 'announced-something-else' });
    expect(await verdict(world)).toEqual(failed('checksum_mismatch'));
  });

  it('refuses a copy that says another type', async () => {
    const metadata = {
      'keepsake-order': 'ord_1',
      'keepsake-attempt': '1',
      'keepsake-owner': 'usr_alice',
    };
    const put = ({ objects }: World) =>
      objects.put(at.bucket, at.key, 'bytes of upl_photo', { contentType: 'text/html', metadata });
    expect(await verdict(await copied('sha256', {}, put))).toEqual(failed('metadata_mismatch'));
  });

  it('refuses an upload that is not the order’s owner’s', async () => {
    expect(await verdict(await copied('sha256', { ownerId: 'usr_mallory' }))).toEqual(
      failed('metadata_mismatch'),
    );
  });

  it('answers for a file that never was copied without asking storage', async () => {
    const world = aWorld();
    world.orders.put(aMigratingOrder(), [
      aFile('photo', {
        status: 'failed',
        attempt: 1,
        failure: { code: 'source_missing', message: 'x' },
      }),
    ]);
    expect(await verifyFiles(world, chunk)).toEqual([
      { role: 'photo', status: 'failed', failure: 'source_missing' },
    ]);
    expect(world.objects.calls).toEqual([]);
  });

  it('proves nothing that an earlier attempt copied', async () => {
    const world = await copied();
    world.orders.put(
      aMigratingOrder({ attempt: 2, runId: 'ord_1-2' }),
      (await stored(world)).files,
    );
    await verifyFiles(world, { ...chunk, attempt: 2, runId: 'ord_1-2' });
    expect((await stored(world)).file('photo')?.status).toBe('copied');
    expect(world.objects.calls).toEqual([]);
  });

  it('repeats nothing that is verified', async () => {
    const world = await copied();
    await verifyFiles(world, chunk);
    world.objects.calls.length = 0;
    expect(await verdict(world)).toEqual(verified('sha256'));
    expect(world.objects.calls).toEqual([]);
  });

  it('throws what may pass, and records nothing', async () => {
    const world = await copied();
    const objects = faulty(world.objects, () => 'before');
    expect(await errorOf(verifyFiles({ ...world, objects }, chunk))).toBeInstanceOf(TransientFault);
    expect((await stored(world)).file('photo')?.status).toBe('copied');
  });

  it('touches nothing for a run that lost the order', async () => {
    const world = await copied();
    world.orders.put(aMigratingOrder({ status: 'compensating' }), (await stored(world)).files);
    expect(await errorOf(verifyFiles(world, chunk))).toBeInstanceOf(AttemptSuperseded);
    expect(world.objects.calls).toEqual([]);
  });
});

describe('verify files that were there before', () => {
  const put = (bytes: string, metadata: Record<string, string>) => (world: World) =>
    world.objects.put(at.bucket, at.key, bytes, { contentType: 'image/jpeg', metadata });
  const owner = { 'keepsake-owner': alice.ownerId };

  it('fault 8: adopts the same bytes of the same owner', async () => {
    expect(await verdict(await copied('sha256', {}, put('bytes of upl_photo', owner)))).toEqual(
      verified('sha256'),
    );
  });

  it('fault 8: adopts the same bytes without any mark', async () => {
    expect(await verdict(await copied('sha256', {}, put('bytes of upl_photo', {})))).toEqual(
      verified('sha256'),
    );
  });

  it.each([
    ['other bytes', 'bytes of upl_phota', owner],
    ['a stranger’s bytes', 'bytes of upl_photo', { 'keepsake-owner': 'usr_mallory' }],
  ])('fault 8: calls %s a conflict, not corruption', async (_what, bytes, metadata) => {
    expect(await verdict(await copied('sha256', {}, put(bytes, metadata)))).toEqual(
      failed('destination_conflict'),
    );
  });
});
