import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { aVisitor, type Visitor } from '../shared/visitor.ts';
import { plannedFilm } from './upload-in-parts.ts';

const MiB = 2 ** 20;
let visitor: Visitor;

beforeAll(async () => {
  visitor = await aVisitor();
});

describe('a signed part', () => {
  it('refuses other bytes of the same length', async () => {
    const upload = await plannedFilm(visitor);
    const [signed] = await upload.sign([1]);
    expect(signed && (await upload.put(signed, randomBytes(8 * MiB)))).toBe(400);
    expect((await upload.listed()).body.parts).toEqual([]);
  });

  it('refuses another length', async () => {
    const upload = await plannedFilm(visitor);
    const [signed] = await upload.sign([2]);
    expect(signed && (await upload.put(signed, randomBytes(101)))).toBe(403);
  });

  it('refuses to go without its checksum, or with another one', async () => {
    const upload = await plannedFilm(visitor);
    const [signed] = await upload.sign([2]);
    if (!signed) throw new Error('nothing was signed');
    expect(await upload.put({ ...signed, headers: {} }, upload.cut(2))).toBe(403);
    expect(
      await upload.put(
        { ...signed, headers: { 'x-amz-checksum-crc64nvme': 'AAAAAAAAAAA=' } },
        upload.cut(2),
      ),
    ).toBe(403);
  });

  it('is good for its own number only', async () => {
    const upload = await plannedFilm(visitor);
    const [signed] = await upload.sign([2]);
    if (!signed) throw new Error('nothing was signed');
    expect(
      await upload.put(
        { ...signed, url: signed.url.replace('partNumber=2', 'partNumber=1') },
        upload.cut(2),
      ),
    ).toBe(403);
  });

  it.each([[0], [3], [10_001]])(
    'is refused for a number that is not planned: %s',
    async (partNumber) => {
      const { uploadId } = await plannedFilm(visitor);
      const { status, body } = await visitor.post(`/uploads/${uploadId}/parts`, {
        parts: [{ partNumber }],
      });
      expect([status, body.errors[0].field]).toEqual([400, 'parts[0].partNumber']);
    },
  );
});
