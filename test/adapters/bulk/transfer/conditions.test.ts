import { afterEach, describe, expect, it } from '@jest/globals';
import type { TransferEngine } from '../../../../adapters/bulk/transfer/engine/transfer-engine.ts';
import type { TransferOutcome } from '../../../../core/bulk/model/transfer.ts';
import { FakeS3 } from './fake-s3.ts';
import { all, Setting, ways } from './setting.ts';

describe.each(ways)('by the %s way', (way) => {
  let setting: Setting;
  afterEach(() => setting.close());

  const opened = async (kind: ConstructorParameters<typeof FakeS3>[0]): Promise<TransferEngine> => {
    setting = await Setting.open(new FakeS3(kind), way);
    return setting.engine({ conditions: 'unknown', concurrency: 1 });
  };

  /** One after the other. */
  const send = async (engine: TransferEngine, ...names: string[]): Promise<TransferOutcome[]> => {
    const outcomes: TransferOutcome[] = [];
    for (const name of names) {
      setting.file(name);
      outcomes.push(await setting.send(setting.job(name), engine));
    }
    return outcomes;
  };

  const versionsOf = (name: string): number =>
    setting.s3.bucket.objects.get(`moved/${name}`)?.length ?? 0;

  describe('a destination of which nothing is known', () => {
    it('is proved by the first file, where If-None-Match is honoured', async () => {
      const engine = await opened({});
      const outcomes = await send(engine, 'a.jpg', 'b.jpg', 'c.jpg');
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(3).fill('transferred'));
      expect(engine.progress.ignoresConditions).toBe(false);
      // One file is looked at before it is sent, and is sent once more.
      expect([setting.s3.count('HEAD'), setting.s3.count('PUT')]).toEqual([1, 4]);
      expect(versionsOf('a.jpg')).toBe(1);
    });

    it.each([true, false])(
      'is looked at before every file, where it is ignored (versions: %s)',
      async (versioned) => {
        const engine = await opened({ conditions: false, versioned });
        setting.s3.bucket.put('moved/b.jpg', Buffer.from('of somebody else'));
        const [a, b] = await send(engine, 'a.jpg', 'b.jpg');
        expect(engine.progress.ignoresConditions).toBe(true);
        expect([a, b]).toMatchObject([
          { outcome: 'transferred', created: true },
          { outcome: 'failed', code: 'DestinationExists' },
        ]);
        expect([versionsOf('a.jpg'), versionsOf('b.jpg')]).toEqual([1, 1]);
        if (versioned) expect(a).toMatchObject({ versionId: currentVersion('a.jpg') });
      },
    );

    it('is known to ignore it even if the first of two versions cannot be removed', async () => {
      const engine = await opened({ conditions: false });
      setting.s3.faults = ({ method }) =>
        method === 'DELETE' ? { kind: 'refuse', status: 403, code: 'AccessDenied' } : undefined;
      const [a] = await send(engine, 'a.jpg');
      expect(a).toMatchObject({ outcome: 'transferred', versionId: currentVersion('a.jpg') });
      expect(engine.progress.ignoresConditions).toBe(true);
    });

    it('overwrites nothing before it is proved', async () => {
      const engine = await opened({ conditions: false });
      setting.s3.bucket.put('moved/a.jpg', Buffer.from('of somebody else'));
      expect(await send(engine, 'a.jpg')).toMatchObject([{ outcome: 'failed' }]);
      expect(versionsOf('a.jpg')).toBe(1);
    });

    it('need not know the header', async () => {
      const engine = await opened({});
      setting.s3.faults = ({ headers }) =>
        headers['if-none-match'] === undefined
          ? undefined
          : { kind: 'refuse', status: 501, code: 'NotImplemented' };
      expect(await send(engine, 'a.jpg', 'b.jpg')).toMatchObject([
        { outcome: 'transferred' },
        { outcome: 'transferred' },
      ]);
      expect(engine.progress.ignoresConditions).toBe(true);
    });

    it('is looked at before a large file is put together', async () => {
      const engine = await opened({ conditions: false });
      setting.file('a.mp4', 300_000);
      setting.s3.faults = ({ query }) => {
        if (query.partNumber === '5') setting.s3.bucket.put('moved/a.mp4', Buffer.from('theirs'));
        return undefined;
      };
      expect(await all(engine.send([setting.job('a.mp4')]))).toMatchObject([
        { outcome: 'failed', code: 'DestinationExists' },
      ]);
      expect(setting.s3.bucket.current('moved/a.mp4')?.body.toString()).toBe('theirs');
      expect(setting.s3.bucket.uploads.size).toBe(0);
    });
  });

  const currentVersion = (name: string): string | undefined =>
    setting.s3.bucket.current(`moved/${name}`)?.versionId;
});
