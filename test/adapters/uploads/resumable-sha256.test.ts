import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ResumableSha256 } from '../../../adapters/uploads/resumable-sha256.ts';

const whole = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64');

describe('a hash that is carried on elsewhere', () => {
  it('is that of the whole, wherever it was interrupted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.nat(300), async (bytes, cut) => {
        const first = await ResumableSha256.from(undefined);
        first.update(bytes.subarray(0, cut));
        const second = await ResumableSha256.from(JSON.parse(JSON.stringify(first.progress())));
        expect(second.offsetBytes).toBe(Math.min(cut, bytes.length));
        second.update(bytes.subarray(cut));
        expect(second.digest()).toBe(whole(bytes));
      }),
      { numRuns: 50 },
    );
  });

  it('fits into a message', async () => {
    const hash = await ResumableSha256.from(undefined);
    hash.update(new Uint8Array(1_000_003));
    expect(JSON.stringify(hash.progress()).length).toBeLessThan(300);
  });

  it('starts over from what another version wrote down', async () => {
    const hash = await ResumableSha256.from({
      offsetBytes: 64,
      state: Buffer.from('something else entirely').toString('base64'),
    });
    expect(hash.offsetBytes).toBe(0);
    hash.update(Buffer.from('cat'));
    expect(hash.digest()).toBe(whole(Buffer.from('cat')));
  });
});
