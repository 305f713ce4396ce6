import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { DynamoUploads } from '../../../adapters/uploads/dynamo-uploads.ts';
import { receiveVerdict } from '../../../core/scans/receive-verdict.ts';
import { disposition } from '../../../core/storage/model/disposition.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';
import { fileCategories } from '../../../lib/uploads/file-categories.ts';
import { documents } from '../../contracts/shared/emulator.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';
import { MemoryAlerts } from '../../fakes/shared/memory-alerts.ts';
import { paidOrder, type SentFile, sendFile } from '../../lambdas/delivery/sent-file.ts';
import { deployed } from '../shared/deployed.ts';
import { objects } from '../shared/storage.ts';
import { aVisitor, fetchOnce, request, type Visitor } from '../shared/visitor.ts';

const uploads = new DynamoUploads(documents, deployed.tables.uploads);

const recordOf = async (uploadId: string): Promise<Upload> => {
  const upload = await uploads.find(uploadId);
  if (!upload) throw new Error('no upload');
  return upload;
};

let alice: Visitor;
let temporary: SentFile;
let kept: SentFile;
let orderId: string;

beforeAll(async () => {
  alice = await aVisitor();
  temporary = await sendFile(alice);
  kept = await sendFile(alice, { role: 'photo', fileName: 'Kätzchen "1"; x=y.jpg' });
  orderId = await paidOrder(alice, [kept]);
});

const follow = async (path: string) => {
  const { status, headers } = await alice.get(path);
  expect(status).toBe(302);
  expect(headers.get('cache-control')).toBe('no-store');
  return fetchOnce(headers.get('location') ?? '');
};

describe('a download', () => {
  it('of a temporary file ends at its bytes, with the name and type on record', async () => {
    const { body } = await alice.get(`/uploads/${temporary.uploadId}/download?format=json`);
    const { searchParams } = new URL(body.url);
    // Signed into the URL: S3 serves what it says, the emulator leaves it at what the object was
    // stored with.
    expect(searchParams.get('response-content-type')).toBe('image/jpeg');
    expect(searchParams.get('response-content-disposition')).toBe(
      disposition({ fileName: temporary.fileName, contentType: 'image/jpeg' }),
    );
    expect((await follow(`/uploads/${temporary.uploadId}/download`)).bytes).toEqual(
      temporary.bytes,
    );
  });

  it('of a permanent file ends at its bytes, by upload and by role', async () => {
    for (const path of [`/uploads/${kept.uploadId}/download`, `/orders/${orderId}/files/photo`]) {
      const file = await follow(path);
      expect(file.bytes).toEqual(kept.bytes);
      expect(file.headers.get('content-disposition')).toBe(
        disposition({ fileName: kept.fileName, contentType: 'image/jpeg' }),
      );
    }
  });

  it('says where the file is when asked for json', async () => {
    for (const path of [`/uploads/${kept.uploadId}/download`, `/orders/${orderId}/files/photo`]) {
      const { status, body } = await alice.get(`${path}?format=json`);
      expect(status).toBe(200);
      // The emulator has no CDN: the same port signs for storage.
      expect(body).toEqual({
        url: expect.any(String),
        source: 's3',
        expiresAt: expect.any(String),
      });
      expect(new Date(body.expiresAt).getTime()).toBeGreaterThan(Date.now());
      expect((await fetchOnce(body.url)).bytes).toEqual(kept.bytes);
    }
  });

  it.each(['xml', 'json%0d%0aset-cookie:a=b', ''])('refuses format=%s', async (format) => {
    const { status, body } = await alice.get(`/uploads/${kept.uploadId}/download?format=${format}`);
    expect([status, body.errors[0].field]).toEqual([400, 'format']);
  });

  it('is a 404 for a role the order does not have', async () => {
    expect((await alice.get(`/orders/${orderId}/files/waveform`)).status).toBe(404);
  });
});

describe('a permanent file that a scanner finds infected', () => {
  const alerts = new MemoryAlerts();
  const scan = { unscannable: 'refuse', waitHours: 24 } as const;
  const { filesBucket } = deployed;
  const deps = { uploads, objects, alerts, clock: new FixedClock(), scan, filesBucket };

  it('is hidden and served to nobody, says why, and can be erased', async () => {
    const file = await sendFile(alice, { role: 'photo' });
    const path = `/orders/${await paidOrder(alice, [file])}/files/photo`;
    const { bucket, key, versionId } = await recordOf(file.uploadId);
    const place = { bucket, key, versionId: String(versionId) };
    const verdict = { ...place, result: 'infected', reason: 'Trojan.X' } as const;
    await receiveVerdict({ ...deps, categories: fileCategories }, verdict);
    expect(await objects.head({ bucket, key })).toBeUndefined();
    expect(await objects.head(place)).toBeDefined();
    for (const download of [path, `/uploads/${file.uploadId}/download`])
      expect((await alice.get(download)).status).toBe(410);
    const { body } = await alice.get(`/uploads/${file.uploadId}`);
    expect(body).toMatchObject({ status: 'quarantined', scan: { reason: 'Trojan.X' } });
    const erasure = { method: 'DELETE', path: `/uploads/${file.uploadId}`, token: alice.token };
    expect((await request(erasure)).status).toBe(204);
    expect(await objects.versions(bucket, key)).toEqual([]);
  });
});

describe('a legacy record', () => {
  const plant = async (changes: Partial<Upload>): Promise<string> => {
    const template = await recordOf(temporary.uploadId);
    const uploadId = `upl_${randomUUID().replaceAll('-', '')}`;
    await uploads.create({
      ...template,
      uploadId,
      source: 'local',
      legacyPath: '2019/cat.jpg',
      ...changes,
    });
    return uploadId;
  };

  it('is served from storage when its bytes are there', async () => {
    const uploadId = await plant({});
    const { body } = await alice.get(`/uploads/${uploadId}/download?format=json`);
    expect(body.source).toBe('s3');
    expect((await fetchOnce(body.url)).bytes).toEqual(temporary.bytes);
  });

  it('leads to the older system where storage does not have it', async () => {
    const uploadId = await plant({ key: 'temp/nobody/nothing', versionId: undefined });
    const { status, headers } = await alice.get(`/uploads/${uploadId}/download`);
    const there = `${deployed.legacyBaseUrl}/2019/cat.jpg`;
    expect([status, headers.get('location')]).toEqual([302, there]);
  });
});
