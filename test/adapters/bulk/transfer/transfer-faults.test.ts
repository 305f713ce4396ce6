import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ExecutorWorld } from '../../../../adapters/bulk/transfer/engine/executor.ts';
import type { TransferOptions } from '../../../../adapters/bulk/transfer/engine/transfer-options.ts';
import type { Fault } from './fake-s3.ts';
import { all, Setting, ways } from './setting.ts';

describe.each(ways)('by the %s way', (way) => {
  let setting: Setting;

  beforeEach(async () => {
    setting = await Setting.open(undefined, way);
  });

  afterEach(() => setting.close());

  const kinds: Fault[] = [
    { kind: 'reset', afterBytes: 0 },
    { kind: 'reset', afterBytes: 1_000 },
    { kind: 'lost' },
    { kind: 'truncated' },
    { kind: 'close' },
    { kind: 'refuse', status: 500, code: 'InternalError' },
    { kind: 'refuse', status: 503, code: 'SlowDown' },
    { kind: 'refuse', status: 409, code: 'ConditionalRequestConflict' },
  ];

  const name = (fault: Fault): string => Object.values(fault).join(' ');

  /** A clock by which every answer comes at once: storage is near. */
  const atOnce = (time = Date.now()): Partial<ExecutorWorld> => ({ steady: () => time });

  /** The same fault at the first, the second, … request, until a run has fewer requests than that. */
  const atEveryRequest = async (
    bytes: number,
    fault: Fault,
    options: Partial<TransferOptions> = {},
    world: Partial<ExecutorWorld> = {},
  ): Promise<number> => {
    for (let target = 0; ; target += 1) {
      const file = `${target}.jpg`;
      const { body, sha256 } = setting.file(file, bytes);
      let request = -1;
      setting.s3.faults = () => {
        request += 1;
        return request === target ? fault : undefined;
      };
      const outcome = await setting.send(setting.job(file), setting.engine(options, world));
      expect(outcome).toMatchObject({ outcome: 'transferred', created: true, sha256 });
      expect(
        setting.s3.bucket.objects.get(`moved/${file}`)?.map((object) => object.body.equals(body)),
      ).toEqual([true]);
      // An upload whose answer was lost has no known owner. It has no parts.
      const left = [...setting.s3.bucket.uploads.values()];
      expect(left.flatMap(({ parts }) => [...parts.keys()])).toEqual([]);
      if (request < target) return target;
    }
  };

  describe.each(kinds.map((fault) => [name(fault), fault] as const))(
    'a fault at any request: %s',
    (_, fault) => {
      it('leaves a small file stored once', async () =>
        expect(await atEveryRequest(5_000, fault)).toBe(1));
      it('leaves a file sent as it is read stored once', async () =>
        expect(await atEveryRequest(120_000, fault)).toBe(2));
      // HEAD twice to find out that storage is near, HEAD, PUT.
      it('leaves a large file to near storage stored once', async () =>
        expect(await atEveryRequest(300_000, fault, { nearBytes: 500_000 }, atOnce())).toBe(4));
      // HEAD, begin, five parts, complete.
      it('leaves a file in parts stored once, and no parts behind', async () =>
        expect(await atEveryRequest(300_000, fault)).toBe(8));
    },
  );

  describe('a server that is silent', () => {
    it('is asked again on another connection', async () => {
      setting.file('a.jpg');
      setting.s3.faults = (_, count) => (count === 0 ? { kind: 'silent' } : undefined);
      const engine = setting.engine({ timeoutMs: 400 });
      const sent = await setting.send(setting.job('a.jpg'), engine);
      expect(sent.outcome).toBe('transferred');
      // To a machine that stands still for a moment the second answer is late, too.
      expect(sent.attempts).toBeGreaterThanOrEqual(2);
      expect(engine.progress.throttled).toBeGreaterThanOrEqual(1);
    });
  });

  describe('a server that closes connections it kept', () => {
    it('costs no attempt', async () => {
      setting.s3.faults = () => ({ kind: 'close' });
      const names = Array.from({ length: 50 }, (_, index) => `${index}.jpg`);
      for (const file of names) setting.file(file);
      const outcomes = await all(
        setting.engine({ concurrency: 2 }).send(names.map((file) => setting.job(file))),
      );
      expect(
        outcomes.filter(({ outcome, attempts }) => outcome === 'transferred' && attempts === 1),
      ).toHaveLength(50);
    });
  });

  describe('a refusal', () => {
    it('that comes before the body was sent is what the file fails with', async () => {
      setting.file('a.jpg', 120_000);
      setting.s3.faults = () => ({
        kind: 'refuse',
        status: 403,
        code: 'AccessDenied',
        headers: { connection: 'close' },
      });
      expect(await setting.send(setting.job('a.jpg'))).toMatchObject({
        outcome: 'failed',
        code: 'AccessDenied',
        attempts: 1,
      });
    });

    it('of a part takes the whole upload back', async () => {
      setting.file('a.jpg', 300_000);
      setting.s3.faults = ({ query }) =>
        query.partNumber === '3'
          ? { kind: 'refuse', status: 403, code: 'AccessDenied' }
          : undefined;
      expect(await setting.send(setting.job('a.jpg'))).toMatchObject({
        outcome: 'failed',
        code: 'AccessDenied',
      });
      expect(setting.s3.bucket.uploads.size).toBe(0);
    });

    it('inside an answer of 200 is one', async () => {
      const { sha256 } = setting.file('a.jpg', 300_000);
      setting.s3.faults = ({ method, query }, count) =>
        method === 'POST' && query.uploadId && count < 3
          ? { kind: 'refuse', status: 200, code: 'InternalError' }
          : undefined;
      expect(await setting.send(setting.job('a.jpg'))).toMatchObject({
        outcome: 'transferred',
        sha256,
      });
      expect(setting.s3.bucket.objects.get('moved/a.jpg')).toHaveLength(1);
    });
  });

  describe('a storm of 503', () => {
    it('slows everything down together, and costs no file', async () => {
      const names = Array.from({ length: 200 }, (_, index) => `${index}.jpg`);
      for (const file of names) setting.file(file);
      let requests = 0;
      setting.s3.faults = () => {
        requests += 1;
        return requests > 20 && requests <= 150
          ? { kind: 'refuse', status: 503, code: 'SlowDown' }
          : undefined;
      };
      const engine = setting.engine({ concurrency: 32 });
      const outcomes = await all(engine.send(names.map((file) => setting.job(file))));
      expect(outcomes.filter(({ outcome }) => outcome === 'transferred')).toHaveLength(200);
      expect(engine.progress.throttled).toBeGreaterThan(0);
      expect(engine.progress.concurrency).toBeLessThan(32);
    });
  });
});
