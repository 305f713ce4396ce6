import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TransferEngine } from '../../../../../adapters/bulk/transfer/engine/transfer-engine.ts';
import { placeAt } from '../../../../../adapters/bulk/transfer/s3/s3-place.ts';
import { all, Setting } from '../setting.ts';

let setting: Setting;
let workers = 0;
const count = (): void => {
  workers += 1;
};

beforeEach(async () => {
  workers = 0;
  setting = await Setting.open();
  process.on('worker', count);
});
afterEach(async () => {
  process.off('worker', count);
  await setting.close();
});

describe('an engine that may have few requests under way', () => {
  it.each([
    [1, undefined, 0],
    [2, undefined, 1],
    [1, 4, 1],
  ])(
    'has no more threads than these: %p, with %p threads wanted',
    async (concurrency, threads, most) => {
      const place = placeAt({ endpoint: setting.endpoint, region: 'us-east-1' });
      const credentials = async () => setting.s3.credentials;
      const engine = new TransferEngine({
        target: { place, bucket: 'bucket', credentials },
        concurrency,
        ...(threads !== undefined && { threads }),
      });
      const names = Array.from({ length: 200 }, (_, index) => `${index}.jpg`);
      for (const name of names) setting.file(name, 10);
      const outcomes = await all(engine.send(names.map((name) => setting.job(name))));
      await engine.close();
      expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['transferred']));
      expect(workers).toBeLessThanOrEqual(most);
    },
  );
});
