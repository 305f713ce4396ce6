import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { resolveFile } from '../../../core/delivery/resolve-file.ts';
import type { Verdict } from '../../../core/scans/model/scan.ts';
import { receiveVerdict } from '../../../core/scans/receive-verdict.ts';
import { uploadView } from '../../../core/uploads/model/upload-view.ts';
import { receiveArrival } from '../../../core/uploads/receive-arrival.ts';
import { storeFile } from '../../../core/uploads/store-file.ts';
import { MemoryDeliverySigner } from '../../fakes/delivery/memory-delivery-signer.ts';
import { eicar } from '../../fakes/scans/memory-scanner.ts';
import { alice } from '../builders/world.ts';
import { gatedWorld, passing, record, scanned, sent, verdict, waiting } from './scanned.ts';

const later = '2030-01-01T01:00:00.000Z';

describe('a stage that waits for verdicts', () => {
  it('keeps a file that passed every other check at checking, and serves it to nobody', async () => {
    const world = gatedWorld();
    await waiting(world);
    const upload = await record(world);
    expect(upload).toMatchObject({ status: 'checking', scan: { result: 'awaited' } });
    const download = resolveFile({ ...world, signer: new MemoryDeliverySigner() }, upload);
    await expect(download).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('lets a clean file be used', async () => {
    const world = gatedWorld();
    const place = await waiting(world);
    await receiveVerdict(world, scanned(world, place));
    expect(await record(world)).toMatchObject({ status: 'uploaded', scan: { result: 'clean' } });
    expect(world.alerts.raised).toEqual([]);
  });

  it('keeps on record which scanner said so', async () => {
    const world = gatedWorld();
    const place = await waiting(world);
    await receiveVerdict(world, { ...verdict(place, 'clean'), scanner: 'ClamAV 1.4' });
    expect((await record(world)).scan).toMatchObject({ result: 'clean', scanner: 'ClamAV 1.4' });
  });

  it('quarantines EICAR’s file and tells the operators', async () => {
    const world = gatedWorld();
    const place = await waiting(world, eicar);
    await receiveVerdict(world, scanned(world, place));
    expect(await record(world)).toMatchObject({
      status: 'quarantined',
      quarantineReason: 'it is infected: Eicar-Test-Signature',
    });
    expect(world.alerts.raised).toMatchObject([{ kind: 'file_infected' }]);
  });

  it('holds a file that came in a request back, too', async () => {
    const world = gatedWorld();
    const file = { filename: 'a.jpg', category: 'photo', contentType: 'image/jpeg' };
    const stored = await storeFile(world, alice, { ...file, bytes: Buffer.from('cat') });
    expect(stored).toMatchObject({ status: 'checking', scan: { result: 'awaited' } });
  });

  it('shows its owner the result and the reason, and not the version', async () => {
    const world = gatedWorld(passing);
    const place = await waiting(world);
    world.clock.set(later);
    await receiveVerdict(world, verdict(place, 'unscannable', 'password-protected'));
    expect(uploadView(await record(world)).scan).toEqual({
      result: 'unscannable',
      reason: 'password-protected',
      at: later,
    });
  });

  it.each([
    ['refuse', 'quarantined'],
    ['pass', 'uploaded'],
  ] as const)('does with what cannot be scanned as it is told: %s', async (unscannable, status) => {
    const world = { ...gatedWorld(), scan: { unscannable, waitHours: 24 } };
    const place = await waiting(world as never);
    await receiveVerdict(world, verdict(place, 'unscannable', 'too large'));
    expect(await record(world)).toMatchObject({ status, scan: { reason: 'too large' } });
  });
});

describe('a verdict', () => {
  it('that comes before the completion counts', async () => {
    const world = gatedWorld();
    const place = sent(world);
    await receiveVerdict(world, scanned(world, place));
    expect(await record(world)).toMatchObject({ status: 'pending', scan: { result: 'clean' } });
    await receiveArrival(world, place);
    expect(await record(world)).toMatchObject({ status: 'uploaded' });
  });

  it('that comes early and finds malware leaves no moment in which the file is used', async () => {
    const world = gatedWorld();
    const place = sent(world, eicar);
    await receiveVerdict(world, scanned(world, place));
    expect(world.alerts.raised).toHaveLength(1);
    await receiveArrival(world, place);
    expect(await record(world)).toMatchObject({ status: 'quarantined' });
  });

  it.each(['pending', 'checking'] as const)(
    'about another version counts for nothing: %s',
    async (status) => {
      const world = gatedWorld();
      const place = status === 'pending' ? sent(world) : await waiting(world);
      await receiveVerdict(world, verdict({ ...place, versionId: 'another' }, 'clean'));
      if (status === 'pending') await receiveArrival(world, place);
      expect(await record(world)).toMatchObject({
        status: 'checking',
        scan: { result: 'awaited', versionId: place.versionId },
      });
    },
  );

  it.each([
    ['another bucket', { bucket: 'somewhere' }],
    ['the key of another owner', { key: `temp/usr_mallory/upl_${'a'.repeat(32)}` }],
    ['a key of no upload', { key: 'temp/by-hand.txt' }],
    ['an upload that is not on record', { key: `temp/usr_alice/upl_${'b'.repeat(32)}` }],
  ])('about %s is ignored', async (_, other) => {
    const world = gatedWorld();
    const place = sent(world);
    const outcome = await receiveVerdict(world, verdict({ ...place, ...other }, 'clean'));
    expect(outcome).toBe('ignored');
    expect(await record(world)).not.toHaveProperty('scan');
  });

  it.each(['aborted', 'expired'] as const)('about what is %s is ignored', async (status) => {
    const world = gatedWorld();
    const place = sent(world, eicar, { status });
    expect(await receiveVerdict(world, scanned(world, place))).toBe('ignored');
  });

  it('does not free what the other checks refused', async () => {
    const world = gatedWorld();
    const place = await waiting(world, 'cat', { sizeBytes: 4 });
    await receiveVerdict(world, verdict(place, 'clean'));
    expect(await record(world)).toMatchObject({
      status: 'quarantined',
      quarantineReason: '3 bytes arrived instead of 4',
    });
  });

  it('told twice writes once and alerts once', async () => {
    const world = gatedWorld();
    const place = await waiting(world, eicar);
    await receiveVerdict(world, scanned(world, place));
    const once = await record(world);
    expect(await receiveVerdict(world, scanned(world, place))).toBe('ignored');
    expect(await record(world)).toEqual(once);
    expect(world.alerts.raised).toHaveLength(1);
  });

  it('that finds malware counts where no scan was waited for', async () => {
    const world = gatedWorld();
    const place = sent(world, eicar);
    await receiveArrival({ ...world, scan: undefined }, place);
    expect(await record(world)).toMatchObject({ status: 'uploaded' });
    await receiveVerdict(world, scanned(world, place));
    expect(await record(world)).toMatchObject({ status: 'quarantined' });
  });
});

describe('verdicts that contradict one another', () => {
  const results = fc.constantFrom<Verdict['result']>('unscannable', 'clean', 'infected');
  const end = { unscannable: 'quarantined', clean: 'uploaded', infected: 'quarantined' };

  it('end alike in any order, any number of times, before and after the completion', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(results, { minLength: 1, maxLength: 6 }),
        fc.nat(6),
        async (all, at) => {
          const world = gatedWorld();
          const place = sent(world);
          for (const [index, result] of all.entries()) {
            if (index === at) await receiveArrival(world, place);
            await receiveVerdict(world, verdict(place, result));
          }
          if (at >= all.length) await receiveArrival(world, place);
          const strongest = (['infected', 'clean', 'unscannable'] as const).find((one) =>
            all.includes(one),
          );
          const { status, scan } = await record(world);
          expect([status, scan?.result]).toEqual([strongest && end[strongest], strongest]);
          expect(world.alerts.raised).toHaveLength(all.includes('infected') ? 1 : 0);
        },
      ),
    );
  });
});
