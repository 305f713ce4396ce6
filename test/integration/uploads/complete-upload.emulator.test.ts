import { PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { s3 } from '../../contracts/shared/emulator.ts';
import { deployed } from '../shared/deployed.ts';
import { announced, send, someBytes } from '../shared/sample-upload.ts';
import { aVisitor, type Visitor } from '../shared/visitor.ts';

let visitor: Visitor;
beforeAll(async () => {
  visitor = await aVisitor();
});

const complete = (uploadId: string) => visitor.post(`/uploads/${uploadId}/complete`);

const sent = async () => {
  const upload = await announced(visitor);
  await send(upload, upload.bytes);
  return upload;
};

/** Something that got past the signature: put with the bucket owner's own hands. */
const smuggled = async (bytes: Buffer, contentType = 'image/jpeg') => {
  const upload = await announced(visitor);
  await s3.send(
    new PutObjectCommand({
      Bucket: deployed.uploadsBucket,
      Key: upload.key,
      Body: bytes,
      ContentType: contentType,
    }),
  );
  return upload;
};

describe('POST /uploads/{id}/complete', () => {
  it('answers 409 while nothing has arrived, and the upload can still be sent', async () => {
    const upload = await announced(visitor);
    const { status, body } = await complete(upload.uploadId);
    expect([status, body.type]).toEqual([409, 'urn:keepsake:problem:upload-not-received']);
    await send(upload, upload.bytes);
    expect((await complete(upload.uploadId)).status).toBe(200);
  });

  it('answers the upload, pinned to the version that arrived', async () => {
    const { uploadId, key } = await sent();
    const { status, body } = await complete(uploadId);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      uploadId,
      key,
      status: 'uploaded',
      versionId: expect.any(String),
      uploadedAt: expect.any(String),
    });
  });

  it('answers the same the second time', async () => {
    const { uploadId } = await sent();
    const first = await complete(uploadId);
    const second = await complete(uploadId);
    expect(second.body).toEqual(first.body);
  });

  it('answers the same to ten at once', async () => {
    const { uploadId } = await sent();
    const answers = await Promise.all(Array.from({ length: 10 }, () => complete(uploadId)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(
      new Set(answers.map(({ body }) => JSON.stringify(Object.entries(body).sort()))).size,
    ).toBe(1);
  });

  it.each([
    [
      'other bytes of the same length',
      () => smuggled(someBytes(2_000)),
      'its SHA-256 is not the announced one',
    ],
    ['more bytes', () => smuggled(someBytes(2_001)), '2001 bytes arrived instead of 2000'],
    [
      'another type',
      () => smuggled(someBytes(2_000), 'text/html'),
      'it was sent as text/html instead of image/jpeg',
    ],
  ])('quarantines %s for good', async (_what, put, reason) => {
    const { uploadId } = await put();
    const answers = [await complete(uploadId), await complete(uploadId)];
    expect(answers.map(({ status, body }) => [status, body.type])).toEqual(
      Array(2).fill([409, 'urn:keepsake:problem:upload-mismatch']),
    );
    expect((await visitor.get(`/uploads/${uploadId}`)).body).toMatchObject({
      status: 'quarantined',
      quarantineReason: reason,
    });
  });

  it('keeps what was pinned when the object is replaced afterwards', async () => {
    const { uploadId, key } = await sent();
    const { body: pinned } = await complete(uploadId);
    await s3.send(
      new PutObjectCommand({
        Bucket: deployed.uploadsBucket,
        Key: key,
        Body: someBytes(2_000),
        ContentType: 'image/jpeg',
      }),
    );
    expect((await complete(uploadId)).body).toEqual(pinned);
  });
});
