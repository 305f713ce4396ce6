import { describe, expect, it } from '@jest/globals';
import { AttemptSuperseded, TransientFault } from '../../../core/errors.ts';
import type { OrderFile } from '../../../core/orders/model/order.ts';
import { removeCopies } from '../../../core/orders/remove-copies.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import { aFile, aMigratingOrder, aVerifiedFile, run } from '../builders/records.ts';
import {
  aWorld,
  errorOf,
  filesBucket,
  keptVersions,
  stored,
  type World,
} from '../builders/world.ts';

const chunk = { ...run, roles: ['photo', 'audio'] };
const keyOf = (role: string) => `photos/ord_1/upl_${role}`;
const mark = (attempt: number, orderId = 'ord_1') => ({
  'keepsake-order': orderId,
  'keepsake-attempt': String(attempt),
});

/** An intent whose answer never came back. */
const intent = (role: string): OrderFile =>
  aFile(role, { status: 'copying', attempt: 1, permanentKey: keyOf(role) });

const compensating = (...files: OrderFile[]): World => {
  const world = aWorld();
  world.orders.put(aMigratingOrder({ status: 'compensating' }), files);
  return world;
};
const put = ({ objects }: World, role: string, metadata: Record<string, string> = mark(1)) =>
  objects.put(filesBucket, keyOf(role), `bytes of ${role}`, { metadata }).versionId;

describe('remove copies', () => {
  it('removes the recorded version, by its id, and forgets it', async () => {
    const world = compensating();
    const versionId = put(world, 'photo');
    const over = put(world, 'photo', {});
    world.orders.put(aMigratingOrder({ status: 'compensating' }), [
      aVerifiedFile('photo', { versionId }),
    ]);
    expect(await removeCopies(world, chunk)).toEqual([{ role: 'photo', status: 'removed' }]);
    expect(keptVersions(world)).toEqual([`${keyOf('photo')}@${over}`]);
    expect((await stored(world)).file('photo')).not.toMatchObject({
      permanentKey: expect.anything(),
    });
  });

  it('keeps the reason of a file that failed', async () => {
    const world = compensating(
      aVerifiedFile('photo', {
        status: 'failed',
        failure: { code: 'checksum_mismatch', message: 'x' },
      }),
    );
    expect(await removeCopies(world, chunk)).toEqual([
      { role: 'photo', status: 'failed', failure: 'checksum_mismatch' },
    ]);
  });

  it('finds what an intent without an answer left behind, and removes this attempt’s only', async () => {
    const world = compensating(intent('photo'));
    const [other, earlier] = [put(world, 'photo', mark(1, 'ord_2')), put(world, 'photo', mark(0))];
    put(world, 'photo');
    await removeCopies(world, chunk);
    expect(keptVersions(world)).toEqual(
      [other, earlier].map((version) => `${keyOf('photo')}@${version}`),
    );
  });

  it('fault 11: aborts the multipart upload such an intent left unfinished', async () => {
    const world = compensating(intent('photo'));
    world.objects.leaveMultipart(filesBucket, keyOf('photo'));
    await removeCopies(world, chunk);
    expect(world.objects.multiparts).toEqual([]);
  });

  it('does not touch a version that was there before', async () => {
    const world = compensating(aVerifiedFile('photo', { created: false }));
    put(world, 'photo', {});
    expect(await removeCopies(world, chunk)).toEqual([]);
    expect([keptVersions(world).length, world.objects.calls.length]).toEqual([1, 0]);
  });

  it('does not touch what another attempt recorded', async () => {
    const world = compensating(aVerifiedFile('photo', { attempt: 0 }));
    expect(await removeCopies(world, chunk)).toEqual([]);
    expect(world.objects.calls).toEqual([]);
  });

  it('removes its chunk’s files only', async () => {
    const world = compensating(intent('photo'), intent('video'));
    put(world, 'video');
    await removeCopies(world, chunk);
    expect(keptVersions(world)).toHaveLength(1);
  });

  it('changes nothing the second time', async () => {
    const world = compensating(intent('photo'));
    put(world, 'photo');
    await removeCopies(world, chunk);
    const { files } = await stored(world);
    expect(await removeCopies(world, chunk)).toEqual([]);
    expect((await stored(world)).files).toEqual(files);
  });

  it('fault 12: removes the others, and still owes the one that could not be removed', async () => {
    const world = compensating(intent('audio'), intent('photo'));
    put(world, 'audio');
    put(world, 'photo');
    const objects = faulty(world.objects, (operation, [ref]) =>
      operation === 'removeVersion' && (ref as { key: string }).key === keyOf('audio')
        ? 'before'
        : undefined,
    );
    expect(await errorOf(removeCopies({ ...world, objects }, chunk))).toBeInstanceOf(
      TransientFault,
    );
    expect((await stored(world)).files.map(({ status }) => status)).toEqual(['copying', 'removed']);
  });

  it.each([
    aMigratingOrder(),
    aMigratingOrder({ status: 'completed' }),
    aMigratingOrder({ status: 'failed' }),
    aMigratingOrder({ status: 'compensating', runId: 'ord_1-1-undo-1' }),
  ])('removes nothing for a run that is not compensating this order', async (order) => {
    const world = compensating();
    put(world, 'photo');
    world.orders.put(order, [intent('photo')]);
    expect(await errorOf(removeCopies(world, chunk))).toBeInstanceOf(AttemptSuperseded);
    expect(world.objects.calls).toEqual([]);
  });
});
