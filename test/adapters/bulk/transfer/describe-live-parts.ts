import type { S3Client } from '@aws-sdk/client-s3';
import { expect, it } from '@jest/globals';
import type { TransferEngine } from '../../../../adapters/bulk/transfer/engine/transfer-engine.ts';
import type { TransferOptions } from '../../../../adapters/bulk/transfer/engine/transfer-options.ts';
import type { TransferJob, TransferOutcome } from '../../../../core/bulk/model/transfer.ts';
import { watchedWay } from './watched-way.ts';

/** A real server, or the emulator. */
export type LiveStorage = {
  client: S3Client;
  endpoint: string;
  bucket: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  /** Whether it makes a version of every PUT. */
  versioned: boolean;
  /** Whether a copy of its own would overwrite. */
  refusesCopies: boolean;
  /** Whether it tells the checksum of a part that it copied. */
  copiesParts: boolean;
};

type Tools = {
  engineWith: (options: Partial<TransferOptions>, endpoint: string) => TransferEngine;
  file: (bytes: number) => { body: Buffer; sha256: string };
  fresh: () => string;
  put: (key: string, body: Buffer) => Promise<unknown>;
  job: (location: TransferJob['location']) => TransferJob;
  send: (job: TransferJob, by: TransferEngine) => Promise<TransferOutcome | undefined>;
  stored: (key: string) => Promise<Buffer>;
};

const mebibyte = 2 ** 20;

/** Copies of large objects by a real server, in parts. */
export const describeLiveParts = (
  { engineWith, file, fresh, put, job, send, stored }: Tools,
  storage: () => LiveStorage,
): void => {
  it('has a large object copied in parts, if storage tells what it copied', async () => {
    const live = storage();
    const way = await watchedWay(live.endpoint);
    // One copy ends at 8 MiB instead of 5 GB.
    const large = { serverSide: true, copyBytes: 8 * mebibyte };
    const copying = engineWith(large, way.endpoint);
    const { body, sha256 } = file(12 * mebibyte + 1);
    const from = fresh();
    await put(from, body);
    const one = job({ kind: 's3', bucket: live.bucket, key: from });
    const outcome = await send(one, copying);
    expect(outcome).toMatchObject({ outcome: 'transferred', created: true, sha256 });
    expect((await stored(one.key)).equals(body)).toBe(true);
    const parts = (verb: string): number =>
      way.passed.filter((passed) => passed === `${verb} /${live.bucket}/${one.key}`).length;
    // The first part proves: without its checksum, all of them are sent.
    expect([parts('COPY'), parts('PUT')]).toEqual(live.copiesParts ? [3, 0] : [1, 3]);
    expect(await send(one, copying)).toEqual(outcome);
    await copying.close();
    way.close();
  });
};
