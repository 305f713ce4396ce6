import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { S3Destination } from '../../../../adapters/bulk/s3-destination.ts';
import { TransferEngine } from '../../../../adapters/bulk/transfer/engine/transfer-engine.ts';
import type { TransferOptions } from '../../../../adapters/bulk/transfer/engine/transfer-options.ts';
import { placeAt } from '../../../../adapters/bulk/transfer/s3/s3-place.ts';
import type { TransferJob, TransferOutcome } from '../../../../core/bulk/model/transfer.ts';
import { inItems } from '../../../../core/shared/in-groups.ts';
import { describeLiveParts, type LiveStorage } from './describe-live-parts.ts';
import { all } from './setting.ts';
import { watchedWay } from './watched-way.ts';

const mebibyte = 2 ** 20;
const fresh = (): string => `transfer/${randomBytes(6).toString('hex')}`;

/** Tests of the engine and the destination adapter against a real server. */
export function describeLiveStorage(name: string, storage: () => LiveStorage): void {
  describe(`the engine against ${name}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'keepsake-live-'));
    let live: LiveStorage;
    let engine: TransferEngine;
    let destination: S3Destination;
    const engineWith = (
      options: Partial<TransferOptions> = {},
      endpoint = live.endpoint,
    ): TransferEngine => {
      const place = placeAt({ endpoint, region: 'us-east-1' });
      const credentials = async () => live.credentials;
      const target = { place, bucket: live.bucket, credentials };
      return new TransferEngine({
        partBytes: 5 * mebibyte,
        multipartBytes: 8 * mebibyte,
        threads: 1,
        source: { place, credentials },
        target,
        ...options,
      });
    };
    beforeAll(() => {
      live = storage();
      engine = engineWith();
      destination = new S3Destination(live.client, { bucket: live.bucket, prefix: 'transfer/' });
    });
    afterAll(async () => {
      await engine.close();
      rmSync(folder, { recursive: true });
    });

    const file = (
      bytes: number | Buffer,
    ): { location: TransferJob['location']; body: Buffer; sha256: string } => {
      const body = typeof bytes === 'number' ? randomBytes(bytes) : bytes;
      const path = join(folder, randomBytes(6).toString('hex'));
      writeFileSync(path, body);
      return {
        location: { kind: 'file', path },
        body,
        sha256: createHash('sha256').update(body).digest('base64'),
      };
    };
    const job = (
      location: TransferJob['location'],
      more: Partial<TransferJob> = {},
    ): TransferJob => ({
      recordId: 'r1',
      location,
      key: fresh(),
      contentType: 'image/jpeg',
      metadata: { 'keepsake-batch': 'b1', 'keepsake-record': 'r1' },
      onConflict: 'fail',
      ...more,
    });
    const send = async (one: TransferJob, by = engine): Promise<TransferOutcome | undefined> =>
      (await all(by.send([one])))[0];
    /** With a SHA-256: of an object with a CRC-32, versitygw tells that of the whole for a part. */
    const put = (Key: string, Body: Buffer | string) =>
      live.client.send(
        new PutObjectCommand({ Bucket: live.bucket, Key, Body, ChecksumAlgorithm: 'SHA256' }),
      );
    const stored = async (key: string): Promise<Buffer> => {
      const { Body } = await live.client.send(
        new GetObjectCommand({ Bucket: live.bucket, Key: key }),
      );
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    };

    describe.each([
      ['empty', 0],
      ['small', 20_000],
      ['sent as it is read', 6 * mebibyte],
      ['in parts', 12 * mebibyte + 1],
    ])('a file: %s', (_, bytes) => {
      it('arrives, is found by the destination, and is adopted the second time', async () => {
        const { location, body, sha256 } = file(bytes);
        const one = job(location, { disposition: 'attachment; filename="a.jpg"' });
        const outcome = await send(one);
        expect(outcome).toMatchObject({
          outcome: 'transferred',
          created: true,
          sizeBytes: bytes,
          sha256,
          attempts: 1,
        });
        expect((await stored(one.key)).equals(body)).toBe(true);
        expect(await destination.head(one.key)).toMatchObject({
          key: one.key,
          sizeBytes: bytes,
          metadata: one.metadata,
        });
        expect(await destination.sha256(one.key)).toBe(sha256);
        expect(await send(one)).toEqual(outcome);
      });

      it('leaves what is under its key alone', async () => {
        const one = job(file(bytes).location);
        await put(one.key, 'something else');
        expect(await send(one)).toMatchObject({ outcome: 'failed', code: 'DestinationExists' });
        expect(await send({ ...one, onConflict: 'skip' })).toMatchObject({ outcome: 'changed' });
        expect((await stored(one.key)).toString()).toBe('something else');
        const { Uploads = [] } = await live.client.send(
          new ListMultipartUploadsCommand({ Bucket: live.bucket, Prefix: one.key }),
        );
        expect(Uploads).toEqual([]);
      });

      it('is read from a bucket as well', async () => {
        const { body, sha256 } = file(bytes);
        const from = fresh();
        await put(from, body);
        const one = job({ kind: 's3', bucket: live.bucket, key: from });
        expect(await send(one)).toMatchObject({ outcome: 'transferred', sizeBytes: bytes, sha256 });
        expect((await stored(one.key)).equals(body)).toBe(true);
      });
    });

    it('has files copied by the storage itself, if that may be, with the same outcome', async () => {
      const way = await watchedWay(live.endpoint);
      const copying = engineWith({ serverSide: true, conditions: 'unknown' }, way.endpoint);
      const { body, sha256 } = file(20_000);
      const from = fresh();
      await put(from, body);
      const location = { kind: 's3' as const, bucket: live.bucket, key: from };
      let last: { key: string; seen: string[] } | undefined;
      for (const one of [job(location), job(location)]) {
        const outcome = await send(one, copying);
        last = { key: one.key, seen: way.passed.splice(0) };
        expect(outcome).toMatchObject({ outcome: 'transferred', sizeBytes: 20_000, sha256 });
        expect((await stored(one.key)).equals(body)).toBe(true);
        expect(await destination.head(one.key)).toMatchObject({ metadata: one.metadata });
        await put(one.key, 'something else');
        const again = await send(one, copying);
        expect(again).toMatchObject({ outcome: 'failed', code: 'DestinationExists' });
        way.passed.length = 0;
      }
      // The first file proves; the last one goes the way that was found.
      const [copied, read] = [`COPY /${live.bucket}/${last?.key}`, `GET /${live.bucket}/${from}`];
      expect(last?.seen.filter((one) => one === copied || one === read)).toEqual([
        live.refusesCopies ? read : copied,
      ]);
      expect(copying.progress.refusesCopies).toBe(live.refusesCopies);
      await copying.close();
      way.close();
    });

    describeLiveParts({ engineWith, file, fresh, put, job, send, stored }, () => live);

    it('continues a large file: what is there is not sent again', async () => {
      const { location, body, sha256 } = file(12 * mebibyte);
      const one = job(location);
      const at = { Bucket: live.bucket, Key: one.key };
      const begun = await live.client.send(
        new CreateMultipartUploadCommand({
          ...at,
          Metadata: { ...one.metadata },
          ChecksumAlgorithm: 'CRC32',
          ChecksumType: 'FULL_OBJECT',
        }),
      );
      const first = body.subarray(0, 5 * mebibyte);
      await live.client.send(
        new UploadPartCommand({
          ...at,
          UploadId: begun.UploadId,
          PartNumber: 1,
          Body: first,
          ChecksumAlgorithm: 'CRC32',
        }),
      );
      const { Parts = [] } = await live.client.send(
        new ListPartsCommand({ ...at, UploadId: begun.UploadId }),
      );
      expect(Parts).toHaveLength(1);
      const before = engine.progress.bytes;
      const resumed = { ...one, multipartId: begun.UploadId ?? 'none' };
      expect(await send(resumed)).toMatchObject({ outcome: 'transferred', created: true, sha256 });
      expect(engine.progress.bytes - before).toBe(7 * mebibyte);
      expect((await stored(one.key)).equals(body)).toBe(true);
    });

    it('carries a thousand files', async () => {
      const prefix = fresh();
      const { location } = file(1_000);
      const jobs = Array.from({ length: 1_000 }, (_, index) =>
        job(location, { recordId: `${index}`, key: `${prefix}/${index} ü+&.jpg` }),
      );
      const outcomes = await all(engine.send(jobs));
      expect(outcomes.filter(({ outcome }) => outcome === 'transferred')).toHaveLength(1_000);
      const listed = await all(
        inItems(new S3Destination(live.client, { bucket: live.bucket, prefix }).list()),
      );
      expect(listed.map(({ key }) => key).sort()).toEqual(jobs.map(({ key }) => key).sort());
      expect(new Set(listed.map(({ sizeBytes }) => sizeBytes))).toEqual(new Set([1_000]));
    });

    describe('the destination', () => {
      it('removes exactly what was sent, and removing it again is no error', async () => {
        const one = job(file(100).location);
        const outcome = await send(one);
        const versionId = outcome && 'versionId' in outcome ? outcome.versionId : undefined;
        expect(versionId !== undefined && versionId !== 'null').toBe(live.versioned);
        await destination.remove(one.key, versionId);
        expect(await destination.head(one.key)).toBeUndefined();
        await destination.remove(one.key, versionId);
      });

      it('knows nothing of a key that is not there', async () => {
        expect(await destination.head(fresh())).toBeUndefined();
        await expect(destination.sha256(fresh())).rejects.toMatchObject({ name: 'SourceMissing' });
      });
    });
  });
}
