import { describe, expect, it } from '@jest/globals';
import { Gone, NotFound, UploadMismatch, UploadNotReceived } from '../../../core/errors.ts';
import { completeUpload } from '../../../core/uploads/complete-upload.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import type { KeptChecksum } from '../../fakes/storage/memory-objects.ts';
import { anUpload } from '../builders/records.ts';
import { alice, aWorld, errorOf, mallory, type World } from '../builders/world.ts';

type Sent = { bytes?: string; contentType?: string; checksum?: KeptChecksum };

const announced = (): World => {
  const world = aWorld();
  world.uploads.put(anUpload());
  return world;
};
const send = (
  { objects }: World,
  { bytes = 'cat', contentType = 'image/jpeg', checksum = 'sha256' }: Sent = {},
) => {
  const { bucket, key } = anUpload();
  return objects.put(bucket, key, bytes, { contentType, checksum });
};
const complete = (world: World, caller = alice) => completeUpload(world, caller, 'upl_1');

describe('complete upload', () => {
  it('pins the version that arrived', async () => {
    const world = announced();
    const { versionId, etag } = send(world);
    expect(await complete(world)).toMatchObject({
      status: 'uploaded',
      versionId,
      etag,
      uploadedAt: '2030-01-01T00:00:00.000Z',
    });
    expect(await world.uploads.find('upl_1')).toMatchObject({
      status: 'uploaded',
      versionId,
      etag,
    });
  });

  it('asks storage for its checksum and reads the first bytes only', async () => {
    const world = announced();
    send(world);
    await complete(world);
    expect(world.objects.calls.map(({ operation }) => operation)).toEqual(['head']);
    expect(world.reader.calls).toEqual(['firstBytes']);
  });

  it('reads the bytes where storage kept no SHA-256', async () => {
    const world = announced();
    send(world, { checksum: 'none' });
    expect(await complete(world)).toMatchObject({ status: 'uploaded' });
    expect(world.reader.calls).toEqual(['firstBytes', 'sha256']);
  });

  it('leaves a large file without a SHA-256 of storage’s to the worker', async () => {
    const world = announced();
    send(world, { checksum: 'none' });
    expect(await completeUpload({ ...world, checkInlineBytes: 2 }, alice, 'upl_1')).toMatchObject({
      status: 'checking',
    });
    expect(world.reader.calls).toEqual(['firstBytes']);
    expect(world.checks.sent).toMatchObject([{ uploadId: 'upl_1' }]);
  });

  it('leaves a file to the worker when the connection breaks half way', async () => {
    const world = announced();
    send(world, { checksum: 'none' });
    const bytes = async () => new Uint8Array(3);
    const reader = {
      firstBytes: bytes,
      bytesAt: bytes,
      sha256: async () => ({ offsetBytes: 1, state: 'Yw==' }),
    };
    expect(await completeUpload({ ...world, reader }, alice, 'upl_1')).toMatchObject({
      status: 'checking',
    });
  });

  it.each([
    ['application/pdf', 'it is application/pdf, not image/jpeg'],
    [undefined, 'it is of no known type, not image/jpeg'],
  ])('quarantines a file whose own first bytes say %s', async (says, reason) => {
    const world = announced();
    world.fileTypes.says = says;
    send(world);
    expect(await errorOf(complete(world))).toBeInstanceOf(UploadMismatch);
    expect(await world.uploads.find('upl_1')).toMatchObject({
      status: 'quarantined',
      quarantineReason: reason,
    });
  });

  it.each(['aborted', 'expired'] as const)('refuses an upload that was %s', async (status) => {
    const world = aWorld();
    world.uploads.put(anUpload({ status }));
    send(world);
    await expect(complete(world)).rejects.toThrow(Gone);
  });

  it.each<[string, Sent]>([
    ['4 bytes arrived instead of 3', { bytes: 'cats' }],
    ['it was sent as text/html instead of image/jpeg', { contentType: 'text/html' }],
    ['its SHA-256 is not the announced one', { bytes: 'dog' }],
    ['its SHA-256 is not the announced one', { bytes: 'dog', checksum: 'none' }],
  ])('quarantines for good: %s (%j)', async (reason, sent) => {
    const world = announced();
    send(world, sent);
    expect(await errorOf(complete(world))).toBeInstanceOf(UploadMismatch);
    expect(await world.uploads.find('upl_1')).toMatchObject({
      status: 'quarantined',
      quarantineReason: reason,
    });
    send(world);
    await expect(complete(world)).rejects.toThrow(UploadMismatch);
  });

  it('waits for what has not arrived: the upload stays pending', async () => {
    const world = announced();
    const error = await errorOf(complete(world));
    expect(error).toBeInstanceOf(UploadNotReceived);
    expect(error).toMatchObject({ message: expect.stringMatching(/PUT the file to its URL/) });
    expect(await world.uploads.find('upl_1')).toMatchObject({ status: 'pending' });
  });

  it('answers a second completion like the first, without asking storage again', async () => {
    const world = announced();
    send(world);
    const first = await complete(world);
    world.clock.advance(60_000);
    expect(await complete(world)).toEqual(first);
    expect(world.objects.calls).toHaveLength(1);
  });

  it('keeps the pin when the object is overwritten after completion', async () => {
    const world = announced();
    const { versionId } = send(world);
    await complete(world);
    send(world, { bytes: 'dog' });
    expect(await complete(world)).toMatchObject({ versionId });
  });

  it('gives concurrent completions one answer', async () => {
    const world = announced();
    const { versionId } = send(world);
    const answers = await Promise.all([complete(world), complete(world), complete(world)]);
    expect(answers).toEqual([answers[0], answers[0], answers[0]]);
    expect(answers[0]?.versionId).toBe(versionId);
  });

  it('gives concurrent completions of a wrong file one refusal', async () => {
    const world = announced();
    send(world, { bytes: 'dog' });
    const ends = await Promise.allSettled([complete(world), complete(world)]);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('can be repeated when the record’s answer was lost', async () => {
    const world = announced();
    send(world);
    let first = true;
    const uploads = faulty(world.uploads, (operation) => {
      const isLost = operation === 'save' && first;
      if (isLost) first = false;
      return isLost ? 'after' : undefined;
    });
    await errorOf(complete({ ...world, uploads }));
    expect(await complete({ ...world, uploads })).toMatchObject({ status: 'uploaded' });
  });

  it('answers a stranger’s upload exactly like one that does not exist, and does not look at it', async () => {
    const world = announced();
    send(world);
    expect(await errorOf(complete(world, mallory))).toEqual(new NotFound('upload', 'upl_1'));
    expect(await errorOf(complete(aWorld(), mallory))).toEqual(new NotFound('upload', 'upl_1'));
    expect(world.objects.calls).toEqual([]);
  });
});
