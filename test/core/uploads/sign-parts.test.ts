import { describe, expect, it } from '@jest/globals';
import { listParts } from '../../../core/uploads/list-parts.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';
import { signParts } from '../../../core/uploads/sign-parts.ts';
import { aWorldInParts, film, sendParts } from '../builders/parts.ts';
import { anUpload } from '../builders/records.ts';
import { alice, aWorld, errorOf, mallory } from '../builders/world.ts';

const crc64nvme = 'AAAAAAAAAAA=';
const sign = async (parts: unknown, fields: Partial<Upload> = {}, caller = alice) => {
  const world = await aWorldInParts(fields);
  return { world, answer: await signParts(world, caller, 'upl_1', { parts }) };
};
const refusal = async (parts: unknown, fields: Partial<Upload> = {}, caller = alice) =>
  errorOf(sign(parts, fields, caller));

describe('sign parts', () => {
  it('signs each part’s exact length, its checksum if there is one, and its place', async () => {
    const { world } = await sign([{ partNumber: 1, crc64nvme }, { partNumber: 4 }]);
    const { bucket, key } = anUpload();
    const common = { bucket, key, multipartId: world.multipartId, seconds: 900 };
    expect(world.signer.signedParts).toEqual([
      { ...common, partNumber: 1, sizeBytes: 4, crc64nvme },
      { ...common, partNumber: 4, sizeBytes: 2, crc64nvme: undefined },
    ]);
  });

  it('answers what to send, and until when', async () => {
    const { answer } = await sign([{ partNumber: 4, crc64nvme }]);
    expect(answer).toEqual({
      parts: [
        {
          partNumber: 4,
          sizeBytes: 2,
          method: 'PUT',
          url: expect.stringContaining('partNumber=4'),
          headers: { 'x-amz-checksum-crc64nvme': crc64nvme },
        },
      ],
      expiresAt: '2030-01-01T00:15:00.000Z',
    });
  });

  it('signs the same part again', async () => {
    const { world, answer } = await sign([{ partNumber: 2 }]);
    world.clock.advance(3_600_000);
    const again = await signParts(world, alice, 'upl_1', { parts: [{ partNumber: 2 }] });
    expect(again.parts[0]).toMatchObject({ partNumber: 2, sizeBytes: answer.parts[0]?.sizeBytes });
    expect(again.expiresAt).toBe('2030-01-01T01:15:00.000Z');
  });

  it.each([
    ['parts', undefined],
    ['parts', []],
    ['parts', Array.from({ length: 101 }, () => ({ partNumber: 1 }))],
    ['parts[0].partNumber', [{ partNumber: 0 }]],
    ['parts[0].partNumber', [{ partNumber: 1.5 }]],
    ['parts[1].partNumber', [{ partNumber: 1 }, { partNumber: 5 }]],
    ['parts[0].crc64nvme', [{ partNumber: 1, crc64nvme: 'AAAA' }]],
    ['parts[0].crc64nvme', [{ partNumber: 1, crc64nvme: 'AAAAAAAAAAB=' }]],
    ['parts[0]', [1]],
  ])('refuses a wrong %s', async (field, parts) => {
    expect(await refusal(parts)).toMatchObject({ name: 'InvalidInput', issues: [{ field }] });
  });

  it.each([
    ['aborted', 'Gone'],
    ['expired', 'Gone'],
    ['quarantined', 'UploadMismatch'],
    ['checking', 'AlreadyExists'],
    ['uploaded', 'AlreadyExists'],
    ['permanent', 'AlreadyExists'],
  ] as const)('signs nothing of an upload that is %s: %s', async (status, name) => {
    expect(await refusal([{ partNumber: 1 }], { status })).toMatchObject({ name });
  });

  it('signs no parts of a file that is sent in one PUT', async () => {
    const world = aWorld();
    world.uploads.put(anUpload());
    expect(
      await errorOf(signParts(world, alice, 'upl_1', { parts: [{ partNumber: 1 }] })),
    ).toMatchObject({ name: 'InvalidInput' });
  });

  it('knows nothing of a stranger’s upload', async () => {
    expect(await refusal([{ partNumber: 1 }], {}, mallory)).toMatchObject({ name: 'NotFound' });
  });
});

describe('list parts', () => {
  it('says what is there, for a client that goes on', async () => {
    const world = await aWorldInParts();
    sendParts(world, [4, 1]);
    expect(await listParts(world, alice, 'upl_1')).toEqual({
      partSizeBytes: 4,
      partCount: 4,
      parts: [
        { partNumber: 1, sizeBytes: 4, crc64nvme: expect.any(String) },
        { partNumber: 4, sizeBytes: 2, crc64nvme: expect.any(String) },
      ],
    });
  });

  it('has all of them when a completion died on its way: completing again is all that is left to do', async () => {
    const world = await aWorldInParts();
    const { bucket, key } = anUpload();
    await world.multiparts.abort({ bucket, key, multipartId: world.multipartId });
    world.objects.put(bucket, key, film);
    expect(
      (await listParts(world, alice, 'upl_1')).parts.map(({ partNumber, sizeBytes }) => [
        partNumber,
        sizeBytes,
      ]),
    ).toEqual([
      [1, 4],
      [2, 4],
      [3, 4],
      [4, 2],
    ]);
  });

  it('says when storage dropped them', async () => {
    const world = await aWorldInParts();
    await world.multiparts.abort({ ...anUpload(), multipartId: world.multipartId });
    await expect(listParts(world, alice, 'upl_1')).rejects.toMatchObject({ name: 'Gone' });
  });

  it('knows nothing of a stranger’s upload', async () => {
    await expect(listParts(await aWorldInParts(), mallory, 'upl_1')).rejects.toMatchObject({
      name: 'NotFound',
    });
  });
});
