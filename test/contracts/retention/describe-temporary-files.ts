import { describe, expect, it } from '@jest/globals';
import type { TemporaryFiles } from '../../../core/retention/ports.ts';
import { freshId } from '../shared/samples.ts';

type Subject = { temporaryFiles: TemporaryFiles; put: (key: string) => Promise<void> };

/** Contract tests of every view of temporary storage. */
export function describeTemporaryFiles(name: string, makeSubject: () => Subject): void {
  describe(`${name} as TemporaryFiles`, () => {
    const { temporaryFiles, put } = makeSubject();

    const three = async (): Promise<string[]> => {
      const owner = `temp/zzz_${freshId('ses')}`;
      const keys = ['a', 'b', 'c'].map((letter) => `${owner}/${letter}`);
      for (const key of keys) await put(key);
      return keys;
    };

    it('answers what lies behind a key, in order, not the key itself', async () => {
      const [a, b, c] = await three();
      const found = await temporaryFiles.after(a ?? '', 2);
      expect(found.map(({ key }) => key)).toEqual([b, c]);
    });

    it('answers no more than it was asked for', async () => {
      const [a, b] = await three();
      expect((await temporaryFiles.after(a ?? '', 1)).map(({ key }) => key)).toEqual([b]);
    });

    it('knows since when a file is there', async () => {
      const [a] = await three();
      const [{ storedAt } = { storedAt: undefined }] = await temporaryFiles.after(a ?? '', 1);
      expect(storedAt?.getTime()).toBeGreaterThan(0);
    });

    it('has nothing behind the last key', async () => {
      expect(await temporaryFiles.after('temp/~', 10)).toEqual([]);
    });
  });
}
