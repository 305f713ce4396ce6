import { describe, expect, it } from '@jest/globals';
import { assertScannable } from '../../../tools/local/scanner/scan-if-asked.ts';
import { hasTestVirus, testVirus } from '../../../tools/local/scanner/test-virus.ts';

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size)
    yield bytes.subarray(start, start + size);
}

describe('the local scanner', () => {
  it('knows the EICAR test file: 68 bytes', () => {
    expect(testVirus).toHaveLength(68);
  });

  it.each([1, 7, 67, 68, 1000])(
    'finds it in chunks of %i bytes, wherever it lies',
    async (size) => {
      const around = (before: number, after: number) =>
        Buffer.concat([Buffer.alloc(before, 'X5O'), testVirus, Buffer.alloc(after)]);
      for (const bytes of [around(0, 0), around(0, 200), around(131, 0), around(131, 200)])
        expect(await hasTestVirus(chunksOf(bytes, size))).toBe(true);
    },
  );

  it.each([1, 68, 1000])('calls everything else clean, in chunks of %i bytes', async (size) => {
    const broken = Buffer.concat([testVirus.subarray(0, 40), Buffer.of(0), testVirus.subarray(40)]);
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.alloc(500, 'photo'),
      testVirus.subarray(1),
      broken,
    ])
      expect(await hasTestVirus(chunksOf(bytes, size))).toBe(false);
  });
});

describe('a local stage', () => {
  it('may wait for a scanner by events, or for none', () => {
    for (const scan of [undefined, { by: 'events', unscannable: 'refuse' } as const])
      expect(() => assertScannable({ scan })).not.toThrow();
  });

  it('cannot wait for GuardDuty, and is told what to set before anything is deployed', () => {
    const scan = { by: 'guardduty', unscannable: 'refuse' } as const;
    expect(() => assertScannable({ scan })).toThrow("Set scan.by to 'events'");
  });
});
