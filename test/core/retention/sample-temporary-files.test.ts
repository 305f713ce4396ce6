import { describe, expect, it } from '@jest/globals';
import { sampleTemporaryFiles } from '../../../core/retention/sample-temporary-files.ts';
import { MemoryTemporaryFiles } from '../../fakes/retention/memory-temporary-files.ts';
import { aWorld } from '../builders/world.ts';

const storage = (...stored: [key: string, storedAt: string][]) => {
  const temporaryFiles = new MemoryTemporaryFiles();
  temporaryFiles.files.push(
    ...stored.map(([key, storedAt]) => ({ key, storedAt: new Date(storedAt) })),
  );
  return { ...aWorld(), temporaryFiles };
};

describe('sample temporary files', () => {
  it('counts those their lifecycle rule should have removed: kept 35 days, and three of grace', async () => {
    const world = storage(
      ['temp/ses_9/due', '2030-01-01T00:00:00.000Z'],
      ['temp/usr_9/young', '2030-01-02T00:00:00.000Z'],
    );
    world.clock.set('2030-02-08T12:00:00.000Z');
    expect(await sampleTemporaryFiles(world)).toEqual({ sampled: 2, overdue: 1 });
  });

  it('counts none while they are promised to stay', async () => {
    const world = storage(['temp/ses_9/a', '2030-01-01T00:00:00.000Z']);
    world.clock.set('2030-02-02T00:00:00.000Z');
    expect(await sampleTemporaryFiles(world)).toEqual({ sampled: 1, overdue: 0 });
  });

  it('counts a file once that lies behind both places', async () => {
    expect(
      await sampleTemporaryFiles(storage(['temp/usr_9/a', '2030-01-01T00:00:00.000Z'])),
    ).toMatchObject({ sampled: 1 });
  });

  it('asks for two pages, however much there is', async () => {
    const asked: [string, number][] = [];
    const temporaryFiles = {
      after: async (key: string, limit: number) => {
        asked.push([key, limit]);
        return [];
      },
    };
    await sampleTemporaryFiles({ ...aWorld(), temporaryFiles });
    expect(asked).toEqual([
      [expect.stringMatching(/^temp\/ses_./), 500],
      [expect.stringMatching(/^temp\/usr_./), 500],
    ]);
  });
});
