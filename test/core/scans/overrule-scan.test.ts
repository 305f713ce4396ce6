import { describe, expect, it } from '@jest/globals';
import { resolveFile } from '../../../core/delivery/resolve-file.ts';
import { eraseUpload } from '../../../core/retention/erase-upload.ts';
import { giveUpScans } from '../../../core/scans/give-up-scans.ts';
import { overruleScan } from '../../../core/scans/overrule-scan.ts';
import { receiveVerdict } from '../../../core/scans/receive-verdict.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';
import { newsIn } from '../../../core/uploads/model/upload-news.ts';
import { MemoryDeliverySigner } from '../../fakes/delivery/memory-delivery-signer.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import { kept } from '../builders/records.ts';
import { errorOf, filesBucket } from '../builders/world.ts';
import {
  type GatedWorld,
  gatedWorld,
  record,
  sent,
  uploadId,
  verdict,
  waiting,
} from './scanned.ts';

const why = { reason: 'a false positive' };

/** A file that a scan holds back before it was kept. */
const heldBack = async (result: 'infected' | 'unscannable' = 'infected') => {
  const world = gatedWorld();
  const place = await waiting(world);
  await receiveVerdict(world, verdict(place, result, 'Trojan.X'));
  return { world, place };
};

const key = `photos/ord_1/${uploadId}`;
const promoted = `photos/promoted/${uploadId}`;

/** A file that was kept, then withdrawn: its order's copy and its promotion's are hidden. */
const withdrawn = async () => {
  const world = gatedWorld();
  const { bucket, versionId } = kept(world, uploadId, { key, promotedKey: promoted });
  world.objects.put(filesBucket, promoted, `bytes of ${uploadId}`);
  const place = { bucket, key, versionId: String(versionId) };
  await receiveVerdict(world, verdict(place, 'infected', 'Trojan.X'));
  return { world, place };
};

const served = ({ objects }: GatedWorld, keys: string[]) =>
  Promise.all(keys.map(async (one) => !!(await objects.head({ bucket: filesBucket, key: one }))));

describe('an operator overrules a scan', () => {
  it.each(['infected', 'unscannable'] as const)('that found the file %s', async (result) => {
    const { world, place } = await heldBack(result);
    const before = await record(world);
    const upload = await overruleScan(world, uploadId, why);
    expect(upload).toMatchObject({
      status: 'uploaded',
      versionId: place.versionId,
      scan: { result: 'overruled', reason: 'Trojan.X' },
    });
    expect(upload).not.toHaveProperty('quarantineReason');
    expect(newsIn({ uploadId, before, now: upload })?.detailType).toBe('UploadReceived');
  });

  it('and a withdrawn file is served again, from every place', async () => {
    const { world } = await withdrawn();
    expect(await served(world, [key, promoted])).toEqual([false, false]);
    const upload = await overruleScan(world, uploadId, why);
    expect(upload).toMatchObject({ status: 'permanent', key });
    expect(upload).not.toHaveProperty('withdrawnAt');
    expect(await served(world, [key, promoted])).toEqual([true, true]);
    const signer = new MemoryDeliverySigner();
    expect(await resolveFile({ ...world, signer }, upload)).toBeDefined();
  });

  it('for good: no verdict counts any more', async () => {
    const { world, place } = await heldBack();
    const upload = await overruleScan(world, uploadId, why);
    for (const result of ['infected', 'clean', 'unscannable'] as const)
      expect(await receiveVerdict(world, verdict(place, result))).toBe('ignored');
    world.clock.advance(100 * 3_600_000);
    await giveUpScans(world, () => {});
    expect(await record(world)).toEqual(upload);
  });

  it('twice, and it is the same', async () => {
    const { world } = await withdrawn();
    const upload = await overruleScan(world, uploadId, why);
    expect(await overruleScan(world, uploadId, why)).toEqual(upload);
  });

  it.each(
    [0, 1, 2, 3, 4].flatMap((nth) =>
      (['before', 'after'] as const).map((kind) => [nth, kind] as const),
    ),
  )('and a fault at call %i, %s, is made good by the next try', async (nth, kind) => {
    const { world } = await withdrawn();
    let call = 0;
    const fault = () => (call++ === nth ? kind : undefined);
    const ports = {
      uploads: faulty(world.uploads, fault),
      objects: faulty(world.objects, fault),
    };
    await overruleScan({ ...world, ...ports } as GatedWorld, uploadId, why).catch(() => {});
    await overruleScan(world, uploadId, why);
    expect(await record(world)).toMatchObject({ status: 'permanent' });
    expect(await served(world, [key, promoted])).toEqual([true, true]);
  });
});

describe('what no operator can overrule', () => {
  const refused = async (fields: Partial<Upload>, name: string) => {
    const world = gatedWorld();
    sent(world, 'cat', fields);
    const before = await record(world);
    expect(await errorOf(overruleScan(world, uploadId, why))).toMatchObject({ name });
    expect(await record(world)).toEqual(before);
  };
  const scan = { result: 'infected', at: '2030-01-01T00:00:00.000Z', versionId: 'v1' } as const;

  it.each<[string, Partial<Upload>]>([
    ['UploadNotReceived', { status: 'pending', scan }],
    ['UploadNotReceived', { status: 'checking', scan: { ...scan, result: 'awaited' } }],
    ['UploadMismatch', { status: 'quarantined', quarantineReason: 'it hides HTML or SVG' }],
    ['UploadMismatch', { status: 'quarantined', quarantineReason: 'it hides HTML or SVG', scan }],
    ['Gone', { status: 'aborted' }],
    ['Gone', { status: 'expired', scan }],
  ])('%s: %o', async (name, fields) => refused(fields, name));

  it('is a file that is being erased', async () => {
    const { world } = await heldBack();
    await eraseUpload(world, uploadId, 'usr_alice');
    expect(await errorOf(overruleScan(world, uploadId, why))).toMatchObject({ name: 'NotFound' });
  });

  it.each([undefined, {}, { reason: '' }, { reason: 'x', by: 'y' }])(
    'is anything, without a reason: %o',
    async (body) => {
      const { world } = await heldBack();
      const error = await errorOf(overruleScan(world, uploadId, body));
      expect(error).toMatchObject({ name: 'InvalidInput' });
      expect(await record(world)).toMatchObject({ status: 'quarantined' });
    },
  );
});
