import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { PartSender } from '../../../../../adapters/bulk/transfer/files/part-sender.ts';
import type { TransferContext } from '../../../../../adapters/bulk/transfer/files/transfer-context.ts';
import { BufferPool } from '../../../../../adapters/bulk/transfer/http/buffer-pool.ts';
import type { Multipart, StoredPart } from '../../../../../adapters/bulk/transfer/s3/multipart.ts';

const partBytes = 1_024;

/** A source of zeros. */
const source = {
  sizeBytes: 40 * partBytes,
  rereadable: false,
  read: (target: Uint8Array) => target.length,
  unchanged: () => true,
  close: () => undefined,
};

/** A sender whose copies are answered when a test says so. */
const copying = () => {
  const asked: (() => void)[] = [];
  const copies = {
    isProved: true,
    copyFirst: async () => undefined,
    copy: ({ partNumber }: { partNumber: number }) => {
      const { promise, resolve } = Promise.withResolvers<StoredPart>();
      asked.push(() => resolve({ partNumber, sizeBytes: partBytes, etag: `"${partNumber}"` }));
      return promise;
    },
  };
  const context = { buffers: new BufferPool(65_536), partBytes } as TransferContext;
  const upload = { there: new Map() } as Partial<Multipart> as Multipart;
  return { asked, sender: new PartSender(context, upload, copies) };
};

const sendAll = async (sender: PartSender): Promise<void> => {
  const whole = createHash('sha256');
  for (let partNumber = 1; partNumber <= 40; partNumber += 1) {
    const position = (partNumber - 1) * partBytes;
    await sender.sendBuffered(source, { partNumber, position, limit: partBytes }, whole);
  }
  await sender.settle();
};

describe('parts that storage copies by itself', () => {
  it('are at most sixteen at once, so that other files have their turn', async () => {
    const { asked, sender } = copying();
    const sending = sendAll(sender);
    for (let turn = 0; turn < 100; turn += 1) await setImmediate();
    expect(asked).toHaveLength(16);
    asked[3]?.();
    for (let turn = 0; turn < 100; turn += 1) await setImmediate();
    expect(asked).toHaveLength(17);
    for (let part = 0; part < 40; part += 1) {
      while (asked.length <= part) await setImmediate();
      asked[part]?.();
    }
    await sending;
    expect(sender.stored().map(({ partNumber }) => partNumber)).toEqual(
      Array.from({ length: 40 }, (_, index) => index + 1),
    );
  });
});
