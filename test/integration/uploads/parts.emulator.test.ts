import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { checkInlineBytes } from '../../../core/contract.ts';
import { minimalFile } from '../../../tools/local/samples/minimal-file.ts';
import { orderIn, pay } from '../orders/paid-order.ts';
import { announcement, sha256 } from '../shared/sample-upload.ts';
import { aVisitor, type Visitor } from '../shared/visitor.ts';
import { film, plannedFilm } from './upload-in-parts.ts';

const MiB = 2 ** 20;
let visitor: Visitor;

beforeAll(async () => {
  visitor = await aVisitor();
});

/** Orders and pays a film; its files as they were kept. */
const keptFiles = async (uploadId: string) => {
  const files = [{ uploadId, role: 'video', required: true }];
  const { body: order } = await visitor.post('/orders', {
    amount: { value: 49.9, currency: 'EUR' },
    files,
  });
  await pay(order);
  return (await orderIn(visitor, 'completed', order)).files;
};

describe('a large upload', () => {
  it('is answered with a plan of parts, and nothing is signed yet', async () => {
    const bytes = film();
    const { status, body } = await visitor.post(
      '/uploads',
      announcement(bytes, { contentType: 'video/mp4', category: 'video' }),
    );
    expect(status).toBe(201);
    expect(body).toEqual({
      uploadId: expect.stringMatching(/^upl_[0-9a-f]{32}$/),
      key: expect.stringMatching(/^temp\/ses_[0-9a-f]{32}\/upl_[0-9a-f]{32}$/),
      multipart: { partSizeBytes: 8 * MiB, partCount: 2 },
      expiresAt: expect.any(String),
    });
    expect(Math.round((Date.parse(body.expiresAt) - Date.now()) / 86_400_000)).toBe(7);
  });

  it('goes the whole way: signed, sent, completed, read by the worker', async () => {
    const upload = await plannedFilm(visitor);
    expect(await upload.send(upload.numbers)).toEqual([200, 200]);
    const { status, body } = await upload.complete();
    expect([status, body.status]).toEqual([202, 'checking']);
    expect(await upload.settled()).toMatchObject({
      status: 'uploaded',
      sha256: sha256(upload.bytes),
      versionId: body.versionId,
    });
    expect((await upload.complete()).status).toBe(200);
  });

  it('is continued from what is there', async () => {
    const upload = await plannedFilm(visitor, film(17 * MiB));
    await upload.send([2]);
    const { body } = await upload.listed();
    expect(body).toMatchObject({
      partSizeBytes: 8 * MiB,
      partCount: 3,
      parts: [{ partNumber: 2, sizeBytes: 8 * MiB }],
    });
    const there = body.parts.map(({ partNumber }: { partNumber: number }) => partNumber);
    await upload.send(upload.numbers.filter((number) => !there.includes(number)));
    await upload.complete();
    expect(await upload.settled()).toMatchObject({ status: 'uploaded' });
  });

  it('signs the same part again, and takes it again', async () => {
    const upload = await plannedFilm(visitor);
    expect(await upload.send([1, 2, 1])).toEqual([200, 200, 200]);
    expect(await upload.send([1])).toEqual([200]);
    await upload.complete();
    expect(await upload.settled()).toMatchObject({ status: 'uploaded' });
  });

  it('names the parts that are missing', async () => {
    const upload = await plannedFilm(visitor, film(17 * MiB));
    await upload.send([2]);
    const { status, body } = await upload.complete();
    expect([status, body.type]).toEqual([409, 'urn:keepsake:problem:upload-not-received']);
    expect(body.detail).toContain('2 of 3 parts have not arrived: 1, 3.');
    expect(await upload.seen()).toMatchObject({ status: 'pending' });
  });

  it('hears its SHA-256 when it is completed, if not before', async () => {
    const upload = await plannedFilm(visitor, film(), { sha256: undefined });
    await upload.send(upload.numbers);
    expect((await upload.complete({ sha256: sha256(upload.bytes) })).status).toBe(202);
    expect(await upload.settled()).toMatchObject({ status: 'uploaded' });
  });

  it('is quarantined when the whole is not what was announced', async () => {
    const upload = await plannedFilm(visitor, film(), { sha256: sha256(randomBytes(10)) });
    await upload.send(upload.numbers);
    expect((await upload.complete()).status).toBe(202);
    expect(await upload.settled()).toMatchObject({
      status: 'quarantined',
      quarantineReason: 'its SHA-256 is not the announced one',
    });
    expect((await upload.complete()).body.type).toBe('urn:keepsake:problem:upload-mismatch');
    expect((await visitor.get(`/uploads/${upload.uploadId}/download`)).status).toBe(410);
  });

  it('is quarantined at once when it is something else by its first bytes', async () => {
    const upload = await plannedFilm(visitor, minimalFile('application/pdf', 8 * MiB + 1));
    await upload.send(upload.numbers);
    expect((await upload.complete()).status).toBe(409);
    expect(await upload.seen()).toMatchObject({
      status: 'quarantined',
      quarantineReason: 'it is application/pdf, not video/mp4',
    });
  });

  it('is not served while nobody has read it', async () => {
    const upload = await plannedFilm(visitor);
    await upload.send(upload.numbers);
    expect((await visitor.get(`/uploads/${upload.uploadId}/download`)).status).toBe(404);
  });

  it('can be ordered, paid and kept', async () => {
    const upload = await plannedFilm(visitor);
    await upload.send(upload.numbers);
    await upload.complete();
    await upload.settled();
    expect(await keptFiles(upload.uploadId)).toMatchObject([
      { role: 'video', status: 'verified', sha256: sha256(upload.bytes) },
    ]);
  });
});

describe('a large upload nobody hashed', () => {
  const sent = async (bytes = film()) => {
    const upload = await plannedFilm(visitor, bytes, { sha256: undefined });
    expect(new Set(await upload.sendBare(upload.numbers))).toEqual(new Set([200]));
    return upload;
  };

  it.each([
    ['less than is read at once', 8 * MiB + 100],
    ['more than is read at once', checkInlineBytes + 100],
  ])('is read by the worker, which finds its SHA-256: %s', async (_what, sizeBytes) => {
    const upload = await sent(film(sizeBytes));
    const { status, body } = await upload.complete();
    expect([status, body.status, body.sha256]).toEqual([202, 'checking', undefined]);
    expect(await upload.settled()).toMatchObject({
      status: 'uploaded',
      sha256: sha256(upload.bytes),
      versionId: body.versionId,
    });
    expect((await upload.complete()).status).toBe(200);
  });

  it('is still the one its client says, or quarantined', async () => {
    const upload = await sent();
    expect((await upload.complete({ sha256: sha256(randomBytes(10)) })).status).toBe(202);
    expect(await upload.settled()).toMatchObject({
      status: 'quarantined',
      quarantineReason: 'its SHA-256 is not the announced one',
    });
  });

  it('is quarantined when it is something else by its first bytes', async () => {
    const upload = await sent(minimalFile('application/pdf', 8 * MiB + 1));
    expect((await upload.complete()).body.type).toBe('urn:keepsake:problem:upload-mismatch');
  });

  it('is continued by the sizes of what is there', async () => {
    const upload = await plannedFilm(visitor, film(), { sha256: undefined });
    await upload.sendBare([2]);
    expect((await upload.listed()).body.parts).toMatchObject([{ partNumber: 2, sizeBytes: 100 }]);
    await upload.sendBare([1]);
    await upload.complete();
    expect(await upload.settled()).toMatchObject({
      status: 'uploaded',
      sha256: sha256(upload.bytes),
    });
  });

  it('refuses another SHA-256 than the one that was found', async () => {
    const upload = await sent();
    await upload.complete();
    await upload.settled();
    const { status, body } = await upload.complete({ sha256: sha256(randomBytes(10)) });
    expect([status, body.errors]).toEqual([
      400,
      [{ field: 'sha256', message: expect.any(String) }],
    ]);
  });

  it('can be ordered, paid and kept, and every copy is proven by what was found', async () => {
    const upload = await sent();
    await upload.complete();
    await upload.settled();
    expect(await keptFiles(upload.uploadId)).toMatchObject([
      { role: 'video', status: 'verified', sha256: sha256(upload.bytes) },
    ]);
  });
});
