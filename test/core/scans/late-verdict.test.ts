import { describe, expect, it } from '@jest/globals';
import { resolveFile } from '../../../core/delivery/resolve-file.ts';
import { eraseUpload } from '../../../core/retention/erase-upload.ts';
import { sweepHourly } from '../../../core/retention/sweep-hourly.ts';
import { receiveVerdict } from '../../../core/scans/receive-verdict.ts';
import { newsIn } from '../../../core/uploads/model/upload-news.ts';
import { MemoryDeliverySigner } from '../../fakes/delivery/memory-delivery-signer.ts';
import { type Fault, faulty } from '../../fakes/shared/faulty.ts';
import { kept } from '../builders/records.ts';
import { filesBucket } from '../builders/world.ts';
import {
  type GatedWorld,
  gatedWorld,
  record,
  type SentFile,
  uploadId,
  verdict,
  waiting,
} from './scanned.ts';

const orderId = 'ord_1';
const permanentKey = `photos/${orderId}/${uploadId}`;

/** The file after its order's commit: scanned clean, copied, re-pointed. */
const committed = async (world: GatedWorld) => {
  const file = await waiting(world, 'cat', { orderIds: [orderId] });
  await receiveVerdict(world, verdict(file, 'clean'));
  const { versionId } = world.objects.put(filesBucket, permanentKey, 'cat');
  const location = { uploadId, bucket: filesBucket, key: permanentKey, versionId };
  world.uploads.repoint(location, world.clock.now().toISOString());
  return { file, permanent: { bucket: filesBucket, key: permanentKey, versionId } };
};

const withdrawn = async () => {
  const world = gatedWorld();
  const places = await committed(world);
  const before = await record(world);
  await receiveVerdict(world, verdict(places.file, 'infected', 'Trojan.X'));
  return { world, before, ...places };
};

/** Delivered again after each failure, as the queue does. */
const redelivered = async (
  world: GatedWorld,
  file: SentFile,
  fault: () => Fault,
): Promise<void> => {
  const flaky = <Port extends object>(port: Port): Port => faulty(port, fault);
  const { uploads, objects, alerts } = world;
  const ports = { uploads: flaky(uploads), objects: flaky(objects), alerts: flaky(alerts) };
  for (let delivery = 0; delivery < 3; delivery++)
    await receiveVerdict({ ...world, ...ports } as GatedWorld, verdict(file, 'infected')).then(
      () => (delivery = 3),
      () => undefined,
    );
};

describe('a verdict after the commit, and a fault at any call', () => {
  it.each(
    [0, 1, 2, 3, 4].flatMap((nth) =>
      (['before', 'after'] as const).map((kind) => [nth, kind] as const),
    ),
  )('call %i, %s: withdrawn and hidden all the same, and told once at least', async (nth, kind) => {
    const world = gatedWorld();
    const { file } = await committed(world);
    let call = 0;
    await redelivered(world, file, () => (call++ === nth ? kind : undefined));
    expect(call).toBeGreaterThan(nth);
    expect(await record(world)).toMatchObject({
      status: 'quarantined',
      scan: { result: 'infected' },
    });
    expect(await world.objects.head({ bucket: filesBucket, key: permanentKey })).toBeUndefined();
    expect(world.alerts.raised.length).toBeGreaterThan(0);
  });
});

describe('a verdict about a file that came in by a migration', () => {
  const recordId = 'b'.repeat(32);
  const key = `archive/${recordId}`;

  it('finds its record by the key', async () => {
    const world = gatedWorld();
    const bulk = kept(world, `upl_${recordId}`, { key, legacyPath: 'a/b.jpg', source: 's3' });
    const { bucket, versionId = 'none', uploadId: id } = bulk;
    await receiveVerdict(world, verdict({ bucket, key, versionId }, 'infected'));
    expect(await world.uploads.find(id)).toMatchObject({ status: 'quarantined' });
    expect(await world.objects.head({ bucket, key })).toBeUndefined();
  });

  it('that is clean goes on its record and changes nothing else', async () => {
    const world = gatedWorld();
    const bulk = kept(world, `upl_${recordId}`, { key });
    const file = { bucket: bulk.bucket, key, versionId: String(bulk.versionId) };
    await receiveVerdict(world, verdict(file, 'clean'));
    expect(await world.uploads.find(bulk.uploadId)).toMatchObject({
      status: 'permanent',
      scan: { result: 'clean' },
    });
  });
});

describe('a verdict after the commit', () => {
  it('takes the file from delivery, hides it and tells people', async () => {
    const { world, before } = await withdrawn();
    const upload = await record(world);
    expect(upload).toMatchObject({
      status: 'quarantined',
      quarantineReason: 'it is infected: Trojan.X',
      withdrawnAt: '2030-01-01T00:00:00.000Z',
    });
    const download = resolveFile({ ...world, signer: new MemoryDeliverySigner() }, upload);
    await expect(download).rejects.toMatchObject({ name: 'Gone' });
    expect(await world.objects.head({ bucket: filesBucket, key: permanentKey })).toBeUndefined();
    expect(world.alerts.raised).toEqual([
      {
        kind: 'file_infected',
        orderId,
        uploadId,
        message: `Upload ${uploadId} of ${orderId} is infected: Trojan.X. The file was kept already, and is withdrawn from delivery.`,
      },
    ]);
    expect(newsIn({ uploadId, before, now: upload })).toMatchObject({
      detailType: 'UploadWithdrawn',
      detail: { reason: 'it is infected: Trojan.X' },
    });
  });

  it('about the permanent version itself counts as well', async () => {
    const world = gatedWorld();
    const { permanent } = await committed(world);
    await receiveVerdict(world, verdict(permanent, 'infected'));
    expect(await record(world)).toMatchObject({ status: 'quarantined' });
  });

  it('hides the copies of the file’s other orders, too', async () => {
    const world = gatedWorld();
    const { file } = await committed(world);
    const other = `photos/ord_0/${uploadId}`;
    world.objects.put(filesBucket, other, 'cat');
    world.uploads.put({ ...(await record(world)), orderIds: ['ord_0', orderId] });
    await receiveVerdict(world, verdict(file, 'infected'));
    expect(await world.objects.head({ bucket: filesBucket, key: other })).toBeUndefined();
  });

  it('changes nothing when it is clean, or about another version', async () => {
    const world = gatedWorld();
    const { file } = await committed(world);
    const before = await record(world);
    await receiveVerdict(world, verdict(file, 'clean'));
    await receiveVerdict(world, verdict({ ...file, versionId: 'another' }, 'infected'));
    expect(await record(world)).toEqual(before);
  });

  it('leaves the bytes where a person can look at them: no sweep removes them', async () => {
    const { world, permanent } = await withdrawn();
    world.clock.set('2031-01-01T00:00:00.000Z');
    await sweepHourly({ ...world, sweepHours: 1 }, (_id, error) => expect(error).toBeUndefined());
    expect(await record(world)).toMatchObject({ status: 'quarantined' });
    expect(await world.objects.head(permanent)).toBeDefined();
  });

  it('does not keep the owner from erasing the file', async () => {
    const { world } = await withdrawn();
    await eraseUpload(world, uploadId, 'usr_alice');
    expect(world.objects.all).toEqual([]);
  });

  it('about a file that is erased is ignored', async () => {
    const world = gatedWorld();
    const { file } = await committed(world);
    await eraseUpload(world, uploadId, 'usr_alice');
    expect(await receiveVerdict(world, verdict(file, 'infected'))).toBe('ignored');
  });
});
