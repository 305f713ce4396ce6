import { PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { DynamoUploads } from '../../../adapters/uploads/dynamo-uploads.ts';
import { S3MultipartUploads } from '../../../adapters/uploads/s3-multipart-uploads.ts';
import { documents, s3 } from '../../contracts/shared/emulator.ts';
import { deployed, invoke } from '../shared/deployed.ts';
import { eventually } from '../shared/eventually.ts';
import { announced, send, sha256, someBytes, uploaded } from '../shared/sample-upload.ts';
import { objects } from '../shared/storage.ts';
import { aVisitor, type Visitor } from '../shared/visitor.ts';
import { film, plannedFilm } from './upload-in-parts.ts';

const records = new DynamoUploads(documents, deployed.tables.uploads);
const multiparts = new S3MultipartUploads(s3);
const bucket = deployed.uploadsBucket;

let visitor: Visitor;
beforeAll(async () => {
  visitor = await aVisitor();
});

const settled = (uploadId: string) =>
  eventually(`the end of ${uploadId}`, async () => {
    const { body } = await visitor.get(`/uploads/${uploadId}`);
    return ['pending', 'checking'].includes(body.status) ? undefined : body;
  });

const recordOf = async (uploadId: string) => {
  const found = await records.find(uploadId);
  if (!found) throw new Error(`no upload ${uploadId}`);
  return found;
};

const deliver = (...bodies: unknown[]) =>
  invoke<{ batchItemFailures: unknown[] }>('check-upload', {
    Records: bodies.map((body, index) => ({ messageId: `m${index}`, body: JSON.stringify(body) })),
  });

describe('a completion that got lost', () => {
  it('is made up for', async () => {
    const upload = await announced(visitor);
    await send(upload, upload.bytes);
    expect(await settled(upload.uploadId)).toMatchObject({
      status: 'uploaded',
      sha256: sha256(upload.bytes),
    });
  });

  it.each([
    ['announced', {}],
    ['for the worker to find', { sha256: undefined }],
  ])(
    'is made up for after the parts became one object, its SHA-256 %s',
    async (_what, announced) => {
      const upload = await plannedFilm(visitor, film(), announced);
      await upload.send(upload.numbers);
      const { key, multipart } = await recordOf(upload.uploadId);
      const ref = { bucket, key, multipartId: multipart?.multipartId ?? '' };
      await multiparts.complete(ref, (await multiparts.parts(ref)) ?? []);
      expect(await upload.settled()).toMatchObject({
        status: 'uploaded',
        sha256: sha256(upload.bytes),
      });
    },
  );

  it('quarantines what should not have come', async () => {
    const upload = await announced(visitor);
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: upload.key,
        Body: someBytes(2_000),
        ContentType: 'image/jpeg',
      }),
    );
    expect(await settled(upload.uploadId)).toMatchObject({ status: 'quarantined' });
  });

  it('changes nothing where the client completed by itself', async () => {
    const { uploadId, key, versionId } = await uploaded(visitor);
    const { body: before } = await visitor.get(`/uploads/${uploadId}`);
    await deliver({
      detail: { bucket: { name: bucket }, object: { key, 'version-id': versionId } },
    });
    expect((await visitor.get(`/uploads/${uploadId}`)).body).toEqual(before);
  });
});

describe('an object nobody waits for', () => {
  it.each(['aborted', 'expired'] as const)('is removed when its upload was %s', async (status) => {
    const upload = await announced(visitor);
    await records.save({ ...(await recordOf(upload.uploadId)), status });
    await send(upload, upload.bytes);
    await eventually('the removal', async () =>
      (await objects.versions(bucket, upload.key)).length === 0 ? true : undefined,
    );
  });

  it('is removed when no record speaks of it', async () => {
    const key = `temp/ses_nobody/upl_${'0'.repeat(32)}`;
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'cat' }));
    await eventually('the removal', async () =>
      (await objects.versions(bucket, key)).length === 0 ? true : undefined,
    );
  });
});

describe('the worker', () => {
  it('may be asked twice, and for what is not there', async () => {
    const { uploadId } = await uploaded(visitor);
    const before = await recordOf(uploadId);
    const check = { check: { uploadId } };
    expect(await deliver(check, check, { check: { uploadId: 'upl_nobody' } })).toEqual({
      batchItemFailures: [],
    });
    expect(await recordOf(uploadId)).toEqual(before);
  });

  it('gives back what it cannot read', async () => {
    expect((await deliver({ hello: 'world' })).batchItemFailures).toEqual([
      { itemIdentifier: 'm0' },
    ]);
  });
});
