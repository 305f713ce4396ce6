import { beforeAll, describe, expect, it } from '@jest/globals';
import { announced, send, someBytes } from '../shared/sample-upload.ts';
import { aVisitor, type Visitor } from '../shared/visitor.ts';

let visitor: Visitor;
beforeAll(async () => {
  visitor = await aVisitor();
});

const isThere = async (uploadId: string): Promise<boolean> =>
  (await visitor.post(`/uploads/${uploadId}/complete`)).status !== 409;

describe('the presigned PUT', () => {
  it('takes the announced bytes with the announced headers', async () => {
    const upload = await announced(visitor);
    expect(await send(upload, upload.bytes)).toBe(200);
  });

  it('takes nothing a second time, not even the same bytes', async () => {
    const upload = await announced(visitor);
    await send(upload, upload.bytes);
    expect(await send(upload, upload.bytes)).toBe(412);
  });

  it('refuses other bytes of the same length', async () => {
    const upload = await announced(visitor);
    expect(await send(upload, someBytes(upload.bytes.length))).toBe(400);
    expect(await isThere(upload.uploadId)).toBe(false);
  });

  it('refuses other bytes that bring their own checksum', async () => {
    const upload = await announced(visitor);
    const other = await announced(visitor);
    expect(
      await send(upload, other.bytes, {
        'x-amz-checksum-sha256': other.headers['x-amz-checksum-sha256'] ?? '',
      }),
    ).toBe(403);
    expect(await isThere(upload.uploadId)).toBe(false);
  });

  it('refuses another type', async () => {
    const upload = await announced(visitor);
    expect(await send(upload, upload.bytes, { 'content-type': 'text/html' })).toBe(403);
    expect(await isThere(upload.uploadId)).toBe(false);
  });

  it.each([1_999, 2_001])('refuses another length: %s bytes instead of 2000', async (length) => {
    const upload = await announced(visitor);
    expect(await send(upload, someBytes(length))).toBe(403);
    expect(await isThere(upload.uploadId)).toBe(false);
  });

  it('is good for its own key only', async () => {
    const [upload, other] = await Promise.all([announced(visitor), announced(visitor)]);
    const moved = { ...upload, url: upload.url.replace(upload.uploadId, other.uploadId) };
    expect(await send(moved, upload.bytes)).toBe(403);
  });
});
